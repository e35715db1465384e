package org.vitaledger.ledger.follow;

import java.util.Optional;

/**
 * Something that is not as it should be with what a server shows.
 *
 * @param kind what sort of thing it is
 * @param server the address of the log's server, without a slash at the end
 * @param detail more, in words that hold no data of patients
 * @param evidence for {@link Kind#BREACH}: proof of it that verifies under the policy
 */
public record Finding(Kind kind, String server, String detail, Optional<Breach> evidence) {
    /** What can be found, the worst last. */
    public enum Kind {
        /** The server can't be reached, or is too slow. */
        UNREACHABLE("the server does not answer"),
        /** The server shows a smaller checkpoint than before; it may be an old copy. */
        BEHIND("the log is smaller than it was, or this server is behind"),
        /** What the server sends is not of the form of a log. */
        MALFORMED("the answers are not those of a log"),
        /** The checkpoint is not signed as the policy asks. */
        REFUSED("the policy refuses the checkpoint"),
        /** The tiles or entries don't lead to the root that was signed. */
        MISMATCH("tiles or entries are not those of the signed checkpoint"),
        /** Two checkpoints contradict each other, but nobody of the policy signed both. */
        CONTRADICTION("two checkpoints contradict each other, signed by nobody in common"),
        /** The log broke its promise, provably. */
        BREACH("two signed checkpoints can't be of one log");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The same in words; static. */
        public String text() {
            return text;
        }
    }

    static Finding of(Kind kind, String server, String detail) {
        return new Finding(kind, server, detail, Optional.empty());
    }

    @Override
    public String toString() {
        return kind + " " + server + ": " + kind.text() + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
