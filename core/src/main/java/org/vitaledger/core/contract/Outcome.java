package org.vitaledger.core.contract;

/** What came of a command. */
public sealed interface Outcome {
    /** The number that stands on the ledger: 0 applied, 1 repeated, else a refusal's. */
    int code();

    /** It was applied. */
    record Applied() implements Outcome {
        @Override
        public int code() {
            return 0;
        }
    }

    /** It had been applied before; nothing changed. */
    record Repeated() implements Outcome {
        @Override
        public int code() {
            return 1;
        }
    }

    /**
     * It was refused; nothing changed.
     *
     * @param refusal why
     */
    record Refused(Refusal refusal) implements Outcome {
        @Override
        public int code() {
            return refusal.code();
        }
    }

    /** Whether what the command asks for is so now. */
    default boolean holds() {
        return !(this instanceof Refused);
    }
}
