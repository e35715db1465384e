package org.vitaledger.core.proof;

import java.util.Optional;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.audit.PatientTrail;
import org.vitaledger.core.merkle.MerkleTree;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.proof.Statement.AccessesRecorded;

/**
 * Whether a patient's trail, as a proof shows it, still begins as an earlier proof showed it. Who keeps a proof can tell by
 * this that a member took records back, whatever it says later.
 */
public enum TrailGrowth {
    /** The later trail begins with all of the earlier one. */
    KEPT,
    /** The later trail has not the records of the earlier one. */
    TAKEN_BACK,
    /** The later proof does not show that: ask for one that does, with the number of records of the earlier one. */
    NOT_SHOWN,
    /** The first proof is not the earlier one: ask for a newer one than that. */
    OLDER,
    /** The proofs are about different patients or members. */
    OF_ANOTHER;

    /** Compares what two proofs of one log prove. */
    public static TrailGrowth between(AccessesRecorded earlier, AccessesRecorded later) {
        if (!earlier.member().equals(later.member()) || !earlier.patient().equals(later.patient())) {
            return OF_ANOTHER;
        }
        if (earlier.trail().isEmpty() || earlier.trail().equals(later.trail())) {
            return KEPT;
        }
        if (later.time().isBefore(earlier.time())) {
            return OLDER;
        }
        PatientTrail before = earlier.trail().get();
        Optional<PatientTrail> after = later.trail().filter(trail -> trail.count() > before.count());
        if (after.isEmpty() || differ(earlier, later)) {
            return TAKEN_BACK;
        }
        return later.before()
                .filter(shown -> shown.count() == before.count())
                .map(shown -> shown.equals(before) ? KEPT : TAKEN_BACK)
                .orElseGet(() -> recomputed(before, later));
    }

    /** Where the later proof does not start at the earlier trail, only all the records of that tell. */
    private static TrailGrowth recomputed(PatientTrail before, AccessesRecorded later) {
        if (later.first() != 1 || later.accesses().size() < before.count()) {
            return NOT_SHOWN;
        }
        MerkleTree tree = new MerkleTree();
        later.accesses().stream().limit(before.count()).forEach(record -> tree.append(TreeHash.leaf(record.encode())));
        return tree.root().equals(before.root()) ? KEPT : TAKEN_BACK;
    }

    /** Whether a record that both show is not the same. */
    private static boolean differ(AccessesRecorded earlier, AccessesRecorded later) {
        for (AuditRecord record : earlier.accesses()) {
            long at = record.number() - later.first();
            boolean isShown = at >= 0 && at < later.accesses().size();
            if (isShown && !later.accesses().get((int) at).equals(record)) {
                return true;
            }
        }
        return false;
    }
}
