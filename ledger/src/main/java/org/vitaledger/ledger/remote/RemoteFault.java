package org.vitaledger.ledger.remote;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** Another institution's server did not answer as it should. */
public final class RemoteFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** The kinds of fault at another's server. */
    public enum Kind implements Code {
        UNREACHABLE(
                "VL-REMOTE-001", "The server can't be reached.", "Check the address, the network and the certificate."),
        TOO_SLOW("VL-REMOTE-002", "The server did not answer in time.", "Try again; if it stays so, ask its operator."),
        TOO_LARGE(
                "VL-REMOTE-003",
                "The server sent more than such an answer can have.",
                "The address may not be that of a log; else ask its operator."),
        REFUSED("VL-REMOTE-004", "The server answered with an error.", "See the status; check the address."),
        MALFORMED(
                "VL-REMOTE-005",
                "The server's answer is not of the form that it must have.",
                "The address may not be that of a log; else ask its operator.");

        private final String id;
        private final String text;
        private final String remedy;

        Kind(String id, String text, String remedy) {
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

    public RemoteFault(Kind kind, Map<String, ?> context, @Nullable Throwable cause) {
        super(kind, context, cause);
    }

    /** What kind it is. */
    public Kind kind() {
        return (Kind) code();
    }
}
