package org.vitaledger.api.audit;

import java.util.Arrays;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.MerkleTree;
import org.vitaledger.core.merkle.TreeHash;

/** One patient's durable records: where they are and the tree over them. Guarded by the log. */
final class AuditChain {
    private final MerkleTree tree = new MerkleTree();
    private long[] positions = new long[4];
    private long lastNumber;

    /** Takes the next number, for a record that is about to be written. */
    long nextNumber() {
        return ++lastNumber;
    }

    /** The numbers that were taken for records that are not durable are the next ones again. */
    void forgetUnwritten() {
        lastNumber = tree.size();
    }

    /** Adds the record that is durable next, at its place in the journal. */
    void add(Bytes record, long position) {
        int at = Math.toIntExact(tree.size());
        if (at == positions.length) {
            positions = Arrays.copyOf(positions, 2 * at);
        }
        positions[at] = position;
        tree.append(TreeHash.leaf(record));
        lastNumber = Math.max(lastNumber, tree.size());
    }

    long count() {
        return tree.size();
    }

    Hash root(long count) {
        return tree.root(count);
    }

    long position(long number) {
        return positions[Math.toIntExact(number - 1)];
    }

    MerkleTree tree() {
        return tree;
    }
}
