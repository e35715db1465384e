package org.vitaledger.edge.mqtt;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** The endpoint cannot listen. */
public final class ListenFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** What can go wrong when the endpoint starts. */
    public enum Listen implements Code {
        /** The port is in use, or the address is not this machine's. */
        ADDRESS(
                "VL-LISTEN-001",
                "The address cannot be listened on.",
                "Stop the process that holds it, or choose another of this machine: mqtt=HOST:PORT and mqtts=HOST:PORT of a"
                        + " node, --port of the demo."),
        /** Connections could take the descriptors that disk and ledger need. */
        FEW_DESCRIPTORS(
                "VL-LISTEN-002",
                "The process may open too few files for its limit of connections: it takes fewer connections.",
                "Raise the limit of open files of the process (ulimit -n, or LimitNOFILE of the service)."),
        /** Hardly anything is left for connections. */
        NO_DESCRIPTORS(
                "VL-LISTEN-003",
                "The process may open too few files to take connections at all.",
                "Raise the limit of open files of the process (ulimit -n, or LimitNOFILE of the service).");

        private final String id;
        private final String text;
        private final String remedy;

        Listen(String id, String text, String remedy) {
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

    ListenFault(Listen code, Map<String, ?> context, @Nullable Throwable cause) {
        super(code, context, cause);
    }
}
