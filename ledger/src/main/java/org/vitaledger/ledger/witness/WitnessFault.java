package org.vitaledger.ledger.witness;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;

/** A witness can't use its own files. */
public final class WitnessFault extends Fault {
    private static final long serialVersionUID = 1L;

    /** The kinds of fault at a witness. */
    public enum Kind implements Code {
        STATE_UNUSABLE(
                "VL-WITNESS-001",
                "The witness's folder can't be read or written, or another process has it.",
                "Stop the other process, or check owner, rights and free space."),
        STATE_DAMAGED(
                "VL-WITNESS-002",
                "A kept checkpoint is not one that this witness cosigned.",
                "Retire the key and start with a new one: an older copy does not know all that the key has cosigned."),
        STATE_MISSING(
                "VL-WITNESS-003",
                "The folder does not belong to the witness's key: what that key has cosigned is not known.",
                "Name the folder of this key; if it is lost, retire the key and start with a new one.");

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

    WitnessFault(Kind kind, Map<String, ?> context, @Nullable Throwable cause) {
        super(kind, context, cause);
    }
}
