package org.vitaledger.api.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** The audit log does not hold what it must; the node must not answer reads. */
public final class AuditFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** What can be wrong. */
    public enum Kind implements Code {
        DAMAGED(
                "VL-AUDIT-001",
                "The audit log holds something that is not the next record of its patient.",
                "Run fsck to see where, and restore the audit folder from a copy."),
        BEHIND_LEDGER(
                "VL-AUDIT-002",
                "The audit log lacks records whose number is anchored on the ledger, or holds others.",
                "Restore the newest copy of the audit folder; an older one hides accesses.");

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

    AuditFault(Kind kind, Map<String, ?> context, @Nullable Throwable cause) {
        super(kind, context, cause);
    }
}
