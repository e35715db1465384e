package org.vitaledger.core.merkle;

import java.util.ArrayList;
import java.util.List;
import org.vitaledger.core.bytes.Hash;

/**
 * A whole tree in memory, for the leaves of one batch or for tests; it can prove for itself and for each smaller size it
 * had. Mutable, for one thread.
 */
public final class MerkleTree implements NodeReader {
    private final CompactRange range = new CompactRange();
    private final List<List<Hash>> levels = new ArrayList<>();

    /** The tree over {@code leafHashes}, in their order. */
    public static MerkleTree of(List<Hash> leafHashes) {
        MerkleTree tree = new MerkleTree();
        leafHashes.forEach(tree::append);
        return tree;
    }

    /** Appends a leaf. */
    public void append(Hash leafHash) {
        range.append(leafHash, this::keep);
    }

    /** The number of leaves. */
    public long size() {
        return range.size();
    }

    /** The root over all leaves. */
    public Hash root() {
        return range.root();
    }

    /** Proves that the leaf at {@code index} is in this tree. */
    public InclusionProof inclusion(long index) {
        return inclusion(index, size());
    }

    @Override
    public Hash at(int level, long index) {
        return levels.get(level).get(Math.toIntExact(index));
    }

    private void keep(int level, long index, Hash hash) {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        levels.get(level).add(hash);
    }
}
