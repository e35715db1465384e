package org.vitaledger.core.merkle;

import java.util.ArrayList;
import java.util.List;
import org.vitaledger.core.bytes.Hash;

/**
 * Where the hashes of complete subtrees come from: an array in memory, tiles on a disk, another member. From these alone
 * every root and proof of every size can be made, with a number of reads that grows with the logarithm of the size.
 */
@FunctionalInterface
public interface NodeReader {
    /**
     * The hash over the leaves from {@code index * 2^level} (inclusive) to {@code (index + 1) * 2^level} (exclusive).
     * Only asked for leaves that are in the tree.
     */
    Hash at(int level, long index);

    /**
     * The root of the tree over the first {@code size} leaves.
     *
     * @throws IllegalArgumentException if {@code size} is negative
     */
    default Hash root(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("a tree has no negative size");
        }
        return size == 0 ? TreeHash.EMPTY : range(0, size);
    }

    /**
     * Whether a leaf is in its place, and every subtree whose last leaf it is has the hash of its halves. Asked for every
     * leaf of a tree, it leaves no hash out.
     */
    default boolean holds(long index, Hash leaf) {
        if (!at(0, index).equals(leaf)) {
            return false;
        }
        long last = index;
        for (int level = 1; (last & 1) == 1; level++) {
            Hash halves = TreeHash.node(at(level - 1, last - 1), at(level - 1, last));
            last >>>= 1;
            if (!at(level, last).equals(halves)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Proves that leaf {@code index} is in the tree of the first {@code size} leaves (RFC 9162 section 2.1.3.1).
     *
     * @throws IllegalArgumentException if there is no such leaf
     */
    default InclusionProof inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of size " + size);
        }
        List<Hash> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long split = from + Long.highestOneBit(to - from - 1);
            if (index < split) {
                path.addFirst(range(split, to));
                to = split;
            } else {
                path.addFirst(range(from, split));
                from = split;
            }
        }
        return new InclusionProof(index, size, path);
    }

    /**
     * Proves that the tree of size {@code newSize} only appended to the one of size {@code oldSize} (RFC 9162 section
     * 2.1.4.1). From an empty tree there is nothing to prove, and the proof is empty.
     *
     * @throws IllegalArgumentException if the old tree is the larger one
     */
    default ConsistencyProof consistency(long oldSize, long newSize) {
        if (oldSize < 0 || oldSize > newSize) {
            throw new IllegalArgumentException("no tree grows from size " + oldSize + " to " + newSize);
        }
        List<Hash> path = new ArrayList<>();
        if (oldSize == 0 || oldSize == newSize) {
            return new ConsistencyProof(oldSize, newSize, path);
        }
        long from = 0;
        long to = newSize;
        while (to != oldSize) {
            long split = from + Long.highestOneBit(to - from - 1);
            if (oldSize <= split) {
                path.addFirst(range(split, to));
                to = split;
            } else {
                path.addFirst(range(from, split));
                from = split;
            }
        }
        if (from != 0) {
            path.addFirst(range(from, to));
        }
        return new ConsistencyProof(oldSize, newSize, path);
    }

    /**
     * Proves that the leaves from {@code first} (inclusive) to {@code last} (exclusive) are in the tree of the first
     * {@code size} leaves.
     *
     * @throws IllegalArgumentException if there are no such leaves
     */
    default RangeProof leaves(long first, long last, long size) {
        if (first < 0 || first >= last || last > size) {
            throw new IllegalArgumentException("no leaves " + first + " to " + last + " in a tree of size " + size);
        }
        List<Hash> path = new ArrayList<>();
        collect(path, new long[] {first, last}, 0, size);
        return new RangeProof(first, size, path);
    }

    /** Adds what stands beside the leaves of {@code proved}, from the left to the right. */
    private void collect(List<Hash> path, long[] proved, long from, long to) {
        if (to <= proved[0] || from >= proved[1]) {
            path.add(range(from, to));
        } else if (to - from > 1) {
            long split = from + Long.highestOneBit(to - from - 1);
            collect(path, proved, from, split);
            collect(path, proved, split, to);
        }
    }

    /**
     * The hash over the leaves from {@code from} (inclusive) to {@code to} (exclusive), where {@code from} is a multiple
     * of the smallest power of two that is not below the number of leaves.
     */
    private Hash range(long from, long to) {
        long count = to - from;
        long full = Long.highestOneBit(count);
        Hash left = at(Long.numberOfTrailingZeros(full), from / full);
        return full == count ? left : TreeHash.node(left, range(from + full, to));
    }
}
