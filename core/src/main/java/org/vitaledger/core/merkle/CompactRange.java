package org.vitaledger.core.merkle;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.vitaledger.core.bytes.Hash;

/**
 * The right edge of a growing tree: enough to append and to tell the root, in space that grows with the logarithm of the
 * size. Mutable, for one thread.
 */
public final class CompactRange {
    private static final NodeSink NOBODY = (level, index, hash) -> {};

    private final MessageDigest digest = Hash.newDigest();
    private final List<Hash> edge = new ArrayList<>();
    private long size;

    /** Learns of each subtree that {@link #append(Hash, NodeSink)} completes, the leaf itself first. */
    @FunctionalInterface
    public interface NodeSink {
        /** {@code hash} covers the leaves from {@code index * 2^level} to {@code (index + 1) * 2^level}. */
        void complete(int level, long index, Hash hash);
    }

    /** The edge of the tree of the first {@code size} leaves of {@code tree}. */
    public static CompactRange of(NodeReader tree, long size) {
        CompactRange range = new CompactRange();
        long covered = 0;
        for (long rest = size; rest > 0; rest -= Long.highestOneBit(rest)) {
            long subtree = Long.highestOneBit(rest);
            range.edge.add(tree.at(Long.numberOfTrailingZeros(subtree), covered / subtree));
            covered += subtree;
        }
        range.size = size;
        return range;
    }

    /** The number of leaves appended. */
    public long size() {
        return size;
    }

    /** Appends a leaf. */
    public void append(Hash leafHash) {
        append(leafHash, NOBODY);
    }

    /** Appends a leaf and tells {@code sink} the hashes of the subtrees that it completes, from the leaf upwards. */
    public void append(Hash leafHash, NodeSink sink) {
        Hash hash = leafHash;
        long index = size;
        int level = 0;
        sink.complete(level, index, hash);
        while ((index & 1) == 1) {
            hash = TreeHash.node(digest, edge.removeLast(), hash);
            index >>>= 1;
            level++;
            sink.complete(level, index, hash);
        }
        edge.add(hash);
        size++;
    }

    /** The root over all leaves appended so far. */
    public Hash root() {
        if (edge.isEmpty()) {
            return TreeHash.EMPTY;
        }
        Hash root = edge.getLast();
        for (int i = edge.size() - 2; i >= 0; i--) {
            root = TreeHash.node(digest, edge.get(i), root);
        }
        return root;
    }
}
