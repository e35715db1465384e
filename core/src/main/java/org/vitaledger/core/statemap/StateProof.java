package org.vitaledger.core.statemap;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;

/**
 * The claim that a key has a value in a {@link StateMap}, or that it has none. Any values can be claimed; only
 * {@link #verify} says whether they hold.
 */
public sealed interface StateProof {
    /** The most siblings that a proof can have: one for each bit of a key's hash. */
    int MAX_SIBLINGS = 256;

    /** The hashes beside the branch of the key, from its end up to the root's child. */
    List<Hash> siblings();

    /** Whether the claim about {@code key} holds in the map with {@code root}. */
    boolean verify(Hash root, Bytes key);

    /**
     * The key has a value.
     *
     * @param value which
     * @param siblings the hashes beside the branch
     */
    record Membership(Bytes value, List<Hash> siblings) implements StateProof {
        public Membership {
            siblings = bounded(siblings);
        }

        @Override
        public boolean verify(Hash root, Bytes key) {
            Hash keyHash = Leaf.hashOf(key);
            MessageDigest digest = Hash.newDigest();
            Hash leaf = new LeafDigest(keyHash, Leaf.hashOf(value)).hash(digest);
            return climb(digest, leaf, keyHash, siblings).equals(root);
        }
    }

    /**
     * The key has no value.
     *
     * @param other the one entry in whose subtree the key's branch ends, or empty if it ends in an empty subtree
     * @param siblings the hashes beside the branch
     */
    record Absence(Optional<LeafDigest> other, List<Hash> siblings) implements StateProof {
        public Absence {
            siblings = bounded(siblings);
        }

        @Override
        public boolean verify(Hash root, Bytes key) {
            Hash keyHash = Leaf.hashOf(key);
            if (other.isPresent() && !endsBeside(other.get().keyHash(), keyHash)) {
                return false;
            }
            MessageDigest digest = Hash.newDigest();
            Hash end = other.isPresent() ? other.get().hash(digest) : Node.EMPTY;
            return climb(digest, end, keyHash, siblings).equals(root);
        }

        private boolean endsBeside(Hash otherKeyHash, Hash keyHash) {
            for (int depth = 0; depth < siblings.size(); depth++) {
                if (otherKeyHash.bit(depth) != keyHash.bit(depth)) {
                    return false;
                }
            }
            return !otherKeyHash.equals(keyHash);
        }
    }

    private static List<Hash> bounded(List<Hash> siblings) {
        if (siblings.size() > MAX_SIBLINGS) {
            throw new IllegalArgumentException("a state proof has at most " + MAX_SIBLINGS + " siblings");
        }
        return List.copyOf(siblings);
    }

    private static Hash climb(MessageDigest digest, Hash end, Hash keyHash, List<Hash> siblings) {
        Hash hash = end;
        int depth = siblings.size();
        for (Hash sibling : siblings) {
            depth--;
            hash = keyHash.bit(depth) ? Inner.hash(digest, sibling, hash) : Inner.hash(digest, hash, sibling);
        }
        return hash;
    }
}
