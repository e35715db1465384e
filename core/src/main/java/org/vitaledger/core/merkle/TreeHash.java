package org.vitaledger.core.merkle;

import java.security.MessageDigest;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;

/** The hash functions of RFC 9162 section 2.1.1 with SHA-256: leaves and inner nodes can't be taken for each other. */
public final class TreeHash {
    /** The root of the tree without leaves. */
    public static final Hash EMPTY = Hash.sha256();

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private TreeHash() {}

    /** The hash of a leaf that holds {@code entry}. */
    public static Hash leaf(byte[] entry) {
        return Hash.sha256(LEAF, entry);
    }

    /** The hash of a leaf that holds {@code entry}. */
    public static Hash leaf(Bytes entry) {
        MessageDigest digest = Hash.newDigest();
        digest.update(LEAF);
        entry.update(digest);
        return Hash.of(digest.digest());
    }

    /** The hash of the node above {@code left} and {@code right}. */
    public static Hash node(Hash left, Hash right) {
        return node(Hash.newDigest(), left, right);
    }

    /** As {@link #node(Hash, Hash)}, with a digest that the caller keeps for many nodes; it is left reset. */
    static Hash node(MessageDigest digest, Hash left, Hash right) {
        digest.update(NODE);
        left.update(digest);
        right.update(digest);
        return Hash.of(digest.digest());
    }
}
