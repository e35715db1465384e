package org.vitaledger.device.load;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** A load cannot be brought to the gateway. */
public final class LoadFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** What can go wrong. */
    public enum Load implements Code {
        /** Nobody listens. */
        NOT_REACHED("VL-LOAD-001", "The gateway can't be reached.", "Check that it runs, and its address and port."),
        /** The login is wrong, or there is no room. */
        TURNED_AWAY(
                "VL-LOAD-002",
                "The gateway turned a device away.",
                "Look the reason code up in MQTT 5, section 3.2.2.2, and check the device's login."),
        /** The gateway closed it. */
        CONNECTION_LOST(
                "VL-LOAD-003",
                "The gateway closed a connection.",
                "Look at the gateway's log: it may have stopped or run out of disk.");

        private final String id;
        private final String text;
        private final String remedy;

        Load(String id, String text, String remedy) {
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

    LoadFault(Load code, Map<String, ?> context, @Nullable Throwable cause) {
        super(code, context, cause);
    }
}
