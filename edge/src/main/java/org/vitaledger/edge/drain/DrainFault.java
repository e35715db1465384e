package org.vitaledger.edge.drain;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** The drain can't go on. */
public final class DrainFault extends Fault {
    private static final long serialVersionUID = 1L;

    DrainFault(DrainCode code, Map<String, ?> context, @Nullable Throwable cause) {
        super(code, context, cause);
    }

    /** What stops a drain. */
    public enum DrainCode implements Code {
        /** The contracts refused an anchor. */
        ANCHOR_REFUSED(
                "VL-DRAIN-001",
                "The ledger refused the anchor of a sealed batch; the gateway keeps what it accepted.",
                "Run fsck on the node; another gateway may use the same name, or the ledger was restored from a copy."),
        /** The ledger knows more batches of this gateway than the vault. */
        VAULT_BEHIND(
                "VL-DRAIN-002",
                "The ledger has batches of this gateway that the vault has not.",
                "Restore the vault from its latest copy; an older one lacks committed readings."),
        /** A defect of the program. */
        BUG(
                "VL-DRAIN-003",
                "A defect of the program stopped the commits; the gateway keeps what it accepted.",
                "Report the stack trace in the node's messages, and start the node again.");

        private final String id;
        private final String text;
        private final String remedy;

        DrainCode(String id, String text, String remedy) {
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
