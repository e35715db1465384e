package org.vitaledger.core.proof;

import java.util.List;
import java.util.Optional;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.audit.PatientTrail;
import org.vitaledger.core.bytes.Hash;
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
    /** The later proof does not show enough records to say: fetch all of them. */
    NOT_SHOWN,
    /** There are no two proofs about the same patient at the same member, of which the first is the earlier one. */
    OF_ANOTHER;

    /** Compares what two proofs prove, of which the second is of the larger log. */
    public static TrailGrowth between(AccessesRecorded earlier, AccessesRecorded later) {
        if (!earlier.member().equals(later.member()) || !earlier.patient().equals(later.patient())) {
            return OF_ANOTHER;
        }
        Optional<PatientTrail> before = earlier.trail();
        if (before.isEmpty()) {
            return KEPT;
        }
        long count = before.get().count();
        if (later.count() < count || differ(earlier, later)) {
            return TAKEN_BACK;
        }
        if (later.first() != 1 || later.accesses().size() < count) {
            return later.trail().equals(before) ? KEPT : NOT_SHOWN;
        }
        return root(later.accesses(), count).equals(before.get().root()) ? KEPT : TAKEN_BACK;
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

    private static Hash root(List<AuditRecord> records, long count) {
        MerkleTree tree = new MerkleTree();
        records.stream().limit(count).forEach(record -> tree.append(TreeHash.leaf(record.encode())));
        return tree.root();
    }
}
