package org.vitaledger.core.statemap;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Hash;

/** A subtree with at least two entries. */
final class Inner implements Node {
    private static final byte DOMAIN = 3;

    private final @Nullable Node left;
    private final @Nullable Node right;

    // Threads may race to fill it in: they all write an equal hash, and hashes are immutable.
    private @Nullable Hash hash;

    Inner(@Nullable Node left, @Nullable Node right) {
        this(left, right, null);
    }

    /** @param hash of the two, if it is known */
    Inner(@Nullable Node left, @Nullable Node right, @Nullable Hash hash) {
        this.left = left;
        this.right = right;
        this.hash = hash;
    }

    @Nullable Node left() {
        return left;
    }

    @Nullable Node right() {
        return right;
    }

    @Override
    public boolean isLeaf() {
        return false;
    }

    @Override
    public Node read() {
        return this;
    }

    @Override
    public Hash hash(MessageDigest digest) {
        Hash known = hash;
        if (known == null) {
            known = hash(digest, left == null ? EMPTY : left.hash(digest), right == null ? EMPTY : right.hash(digest));
            hash = known;
        }
        return known;
    }

    static Hash hash(MessageDigest digest, Hash left, Hash right) {
        digest.update(DOMAIN);
        left.update(digest);
        right.update(digest);
        return Hash.of(digest.digest());
    }
}
