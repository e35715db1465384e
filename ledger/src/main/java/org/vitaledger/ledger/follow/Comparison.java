package org.vitaledger.ledger.follow;

import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.ConsistencyProof;
import org.vitaledger.core.merkle.NodeReader;
import org.vitaledger.core.note.Checkpoint;

/** Whether two checkpoints can be of one log. */
sealed interface Comparison {
    /** The larger grew from the smaller, or they are the same. */
    record Consistent() implements Comparison {}

    /** They can't both be of one log; whether somebody signed both is another question. */
    record Irreconcilable(Breach breach) implements Comparison {}

    /** The tiles lead to neither answer: they are not those of the larger checkpoint. */
    record Unproved() implements Comparison {}

    /**
     * Compares {@code smaller} with {@code larger}, which is at least as large.
     *
     * @param tiles of the tree of {@code larger}, not to be trusted; not read for checkpoints of one size
     */
    static Comparison of(SignedCheckpoint smaller, SignedCheckpoint larger, NodeReader tiles) {
        Checkpoint small = smaller.checkpoint();
        Checkpoint large = larger.checkpoint();
        if (small.size() == large.size()) {
            return small.root().equals(large.root())
                    ? new Consistent()
                    : new Irreconcilable(Breach.of(Breach.Kind.TWO_ROOTS, smaller, larger));
        }
        Optional<Breach> wentBack = smaller.cosignersWentBackFrom(larger).isEmpty()
                ? Optional.empty()
                : Optional.of(Breach.of(Breach.Kind.WENT_BACK, smaller, larger));
        if (small.size() == 0) {
            return wentBack.<Comparison>map(Irreconcilable::new).orElseGet(Consistent::new);
        }
        ConsistencyProof proof = tiles.consistency(small.size(), large.size());
        if (proof.verify(small.root(), large.root())) {
            return wentBack.<Comparison>map(Irreconcilable::new).orElseGet(Consistent::new);
        }
        Hash there = tiles.root(small.size());
        return proof.verify(there, large.root())
                ? new Irreconcilable(inconsistent(smaller, larger, there, proof.path()))
                : wentBack.<Comparison>map(Irreconcilable::new).orElseGet(Unproved::new);
    }

    private static Breach inconsistent(SignedCheckpoint smaller, SignedCheckpoint larger, Hash there, List<Hash> path) {
        return new Breach(Breach.Kind.INCONSISTENT, smaller.note(), larger.note(), Optional.of(there), path);
    }
}
