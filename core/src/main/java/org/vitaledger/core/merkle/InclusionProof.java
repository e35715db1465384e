package org.vitaledger.core.merkle;

import java.security.MessageDigest;
import java.util.List;
import org.vitaledger.core.bytes.Hash;

/**
 * The claim that a leaf is in a tree (RFC 9162 section 2.1.3). Any values can be claimed; only {@link #verify} says
 * whether they hold.
 *
 * @param index the leaf's place, from 0
 * @param size the number of leaves in the tree
 * @param path the hashes from the leaf's sibling up to the root's child
 */
public record InclusionProof(long index, long size, List<Hash> path) {
    public InclusionProof {
        path = List.copyOf(path);
    }

    /** Whether the leaf with {@code leafHash} is at {@link #index()} in the tree of {@link #size()} with {@code root}. */
    public boolean verify(Hash leafHash, Hash root) {
        if (index < 0 || index >= size || path.size() > Long.SIZE) {
            return false;
        }
        MessageDigest digest = Hash.newDigest();
        long node = index;
        long last = size - 1;
        Hash hash = leafHash;
        for (Hash sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = TreeHash.node(digest, sibling, hash);
                int shift = Long.numberOfTrailingZeros(node);
                node >>>= shift;
                last >>>= shift;
            } else {
                hash = TreeHash.node(digest, hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && hash.equals(root);
    }
}
