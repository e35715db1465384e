package org.vitaledger.core.merkle;

import java.security.MessageDigest;
import java.util.List;
import org.vitaledger.core.bytes.Hash;

/**
 * The claim that a tree only appended to an older one (RFC 9162 section 2.1.4). Any values can be claimed; only
 * {@link #verify} says whether they hold.
 *
 * @param oldSize the number of leaves in the older tree
 * @param newSize the number of leaves in the newer tree
 * @param path the hashes, in the order of the RFC
 */
public record ConsistencyProof(long oldSize, long newSize, List<Hash> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /**
     * Whether the tree with {@code newRoot} starts with the leaves of the one with {@code oldRoot}. From an empty to a
     * larger tree nothing can be proved, so the answer is false.
     */
    public boolean verify(Hash oldRoot, Hash newRoot) {
        if (oldSize < 0 || oldSize > newSize || path.size() > Long.SIZE) {
            return false;
        }
        if (oldSize == newSize) {
            return path.isEmpty() && oldRoot.equals(newRoot) && (oldSize > 0 || oldRoot.equals(TreeHash.EMPTY));
        }
        return oldSize > 0 && !path.isEmpty() && grows(oldRoot, newRoot);
    }

    private boolean grows(Hash oldRoot, Hash newRoot) {
        boolean oldIsComplete = Long.bitCount(oldSize) == 1;
        int shift = Long.numberOfTrailingZeros(oldSize);
        long node = (oldSize - 1) >>> shift;
        long last = (newSize - 1) >>> shift;
        Hash oldHash = oldIsComplete ? oldRoot : path.getFirst();
        Hash newHash = oldHash;
        MessageDigest digest = Hash.newDigest();
        for (Hash sibling : oldIsComplete ? path : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = TreeHash.node(digest, sibling, oldHash);
                newHash = TreeHash.node(digest, sibling, newHash);
                int zeros = node == 0 ? 0 : Long.numberOfTrailingZeros(node);
                node >>>= zeros;
                last >>>= zeros;
            } else {
                newHash = TreeHash.node(digest, newHash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && oldHash.equals(oldRoot) && newHash.equals(newRoot);
    }
}
