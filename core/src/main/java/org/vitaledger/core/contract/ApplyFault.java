package org.vitaledger.core.contract;

import java.util.Map;
import org.vitaledger.core.fault.Fault;

/** The contracts can't be applied by this software. Who orders blocks stops before the one that needs them. */
public final class ApplyFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** The kinds of fault at the contracts. */
    public enum Kind implements Code {
        UNKNOWN_VERSION(
                "VL-APPLY-001",
                "The members decided on a version of the contracts that this software does not have.",
                "Install a release that has it and start the node again: it goes on where it stopped.");

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

    ApplyFault(Code code, Map<String, ?> context) {
        super(code, context, null);
    }
}
