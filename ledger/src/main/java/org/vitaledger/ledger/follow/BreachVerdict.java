package org.vitaledger.ledger.follow;

import java.util.List;
import org.vitaledger.core.note.Checkpoint;

/** What the verifier says of evidence. */
public sealed interface BreachVerdict {
    /**
     * The two checkpoints can't both be of one log that only grows.
     *
     * @param kind what can't be reconciled
     * @param first the smaller checkpoint, or one of two of a size
     * @param second the larger checkpoint, or the other one
     * @param signers those whose keys signed both, never empty: the members and witnesses of the policy; the log itself
     *     only under a policy without a quorum, since members share its key
     */
    record Proved(Breach.Kind kind, Checkpoint first, Checkpoint second, List<String> signers)
            implements BreachVerdict {
        public Proved {
            signers = List.copyOf(signers);
        }
    }

    /**
     * Nothing is proved against anybody.
     *
     * @param detail why, in words
     */
    record Refuted(String detail) implements BreachVerdict {}
}
