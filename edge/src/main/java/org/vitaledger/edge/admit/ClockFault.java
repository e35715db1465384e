package org.vitaledger.edge.admit;

import java.util.Map;
import org.vitaledger.core.fault.Fault;

/** The gateway's clock can't be trusted. */
public final class ClockFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** The times of most devices lie in the future, far back, or steadily behind. */
    public ClockFault() {
        this(ClockCode.OFF_DEVICES);
    }

    /** The ledger's last block lies in the future. */
    public static ClockFault ofLedger() {
        return new ClockFault(ClockCode.OFF_LEDGER);
    }

    private ClockFault(ClockCode code) {
        super(code, Map.of(), null);
    }

    /** What is wrong with a clock. */
    public enum ClockCode implements Code {
        /** The times of most devices lie in the future, far back, or steadily behind. */
        OFF_DEVICES(
                "VL-CLOCK-001",
                "By this node's clock most devices measure in the future, or send nothing but old values: it is wrong.",
                "Set the node's clock; devices send again what was not acknowledged."),
        /** The time of the ledger's last block lies in the future. */
        OFF_LEDGER(
                "VL-CLOCK-002",
                "The ledger's last block lies in the future: this node's clock is behind, or another was ahead.",
                "Set the node's clock. If it is right, see that the clocks of all members are; blocks go on from that time.");

        private final String id;
        private final String text;
        private final String remedy;

        ClockCode(String id, String text, String remedy) {
            this.id = id;
            this.text = text;
            this.remedy = remedy;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public String remedy() {
            return remedy;
        }
    }
}
