package org.vitaledger.core.merkle;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Hash;

/**
 * The claim that neighbouring leaves are in a tree (RFC 9162 section 2.1.1), all of them and in this order. Any values can
 * be claimed; only {@link #verify} says whether they hold. The size must come from where the root comes from: a root alone
 * does not tell it.
 *
 * @param first the place of the first leaf, from 0
 * @param size the number of leaves in the tree
 * @param path the hashes of the largest subtrees beside the leaves, from the left to the right
 */
public record RangeProof(long first, long size, List<Hash> path) {
    public RangeProof {
        path = List.copyOf(path);
    }

    /**
     * Whether the leaves with {@code leafHashes} are at {@link #first()} and behind it in the tree with {@code root}. Of no
     * leaves nothing can be shown, so then the answer is false.
     */
    public boolean verify(List<Hash> leafHashes, Hash root) {
        boolean isInside = first >= 0 && first <= size - leafHashes.size();
        if (leafHashes.isEmpty() || !isInside || path.size() > 2 * Long.SIZE) {
            return false;
        }
        long last = first + leafHashes.size();
        Climb climb = new Climb(first, last, leafHashes.iterator(), path.iterator());
        Hash top = climb.node(0, size);
        return top != null && top.equals(root) && !climb.beside.hasNext();
    }

    /** Takes hashes from the left to the right; null where there are not enough of them. */
    private record Climb(long first, long last, Iterator<Hash> leaves, Iterator<Hash> beside) {
        /** The hash over the leaves from {@code from} (inclusive) to {@code to} (exclusive). */
        @Nullable Hash node(long from, long to) {
            if (to <= first || from >= last) {
                return beside.hasNext() ? beside.next() : null;
            }
            if (to - from == 1) {
                return leaves.next();
            }
            long split = from + Long.highestOneBit(to - from - 1);
            Hash left = node(from, split);
            Hash right = left == null ? null : node(split, to);
            return left == null || right == null ? null : TreeHash.node(left, right);
        }
    }
}
