package org.vitaledger.edge.admit;

import java.util.Map;
import org.vitaledger.core.fault.Fault;

/** The gateway's clock can't be trusted. */
public final class ClockFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** The times of most devices lie in the future, far back, or steadily behind. */
    public ClockFault() {
        super(ClockCode.OFF_DEVICES, Map.of(), null);
    }

    /** What is wrong with a clock. */
    public enum ClockCode implements Code {
        /** The times of most devices lie in the future, far back, or steadily behind. */
        OFF_DEVICES;

        @Override
        public String id() {
            return "VL-CLOCK-001";
        }

        @Override
        public String text() {
            return "By this node's clock most devices measure in the future, or send nothing but old values: it is wrong.";
        }

        @Override
        public String remedy() {
            return "Set the node's clock; devices send again what was not acknowledged.";
        }
    }
}
