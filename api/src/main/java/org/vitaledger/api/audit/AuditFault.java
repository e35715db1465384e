package org.vitaledger.api.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** The audit log, or its anchoring, is not as it must be. */
public final class AuditFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** What can be wrong. */
    public enum Kind implements Code {
        DAMAGED(
                "VL-AUDIT-001",
                "The audit log holds something that is not the record that was written there; reads are stopped.",
                "Stop the node, run fsck to see where, and restore the folder api/audit from its newest copy. If there is"
                        + " none, record the loss: POST /ops/audit/loss."),
        BEHIND_LEDGER(
                "VL-AUDIT-002",
                "The audit log lacks records that are anchored on the ledger, or holds others; reads are stopped.",
                "Stop the node, restore the folder api/audit from its newest copy, start again; fsck tells what is missing."
                        + " If there is no copy, record the loss: POST /ops/audit/loss."),
        HEAD_REFUSED(
                "VL-AUDIT-003",
                "The ledger refused to anchor the audit log.",
                "Another node may run in the name of this member: stop it. If the member is suspended or removed, ask the"
                        + " others."),
        ANCHORING_STOPPED(
                "VL-AUDIT-004",
                "A bug ended the anchoring of audit records.",
                "Restart the node, and report the cause, which stands in the log."),
        NOT_SALVAGED(
                "VL-AUDIT-005",
                "The damaged records of the audit log can't be put aside.",
                "Make the disk writable and free some space, then record the loss again."),
        INDEX_WRONG(
                "VL-AUDIT-006",
                "The index of the audit log is not that of its records; reads are stopped while it is made again.",
                "Wait: a log of millions of records takes minutes. If it comes again and again, check the disk.");

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

    private final transient Kind kind;

    AuditFault(Kind kind, Map<String, ?> context, @Nullable Throwable cause) {
        super(kind, context, cause);
        this.kind = kind;
    }

    /** Something of the index is not what is made of the records. */
    static AuditFault indexWrong(String what) {
        return new AuditFault(Kind.INDEX_WRONG, Map.of("what", what), null);
    }

    /** The same fault again, for another caller. */
    AuditFault again() {
        return new AuditFault(kind, context(), this);
    }

    Kind kind() {
        return kind;
    }
}
