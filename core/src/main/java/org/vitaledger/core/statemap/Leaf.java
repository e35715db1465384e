package org.vitaledger.core.statemap;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;

/** One entry. */
final class Leaf implements Node {
    private final Hash keyHash;
    private final Bytes key;
    private final Bytes value;

    // Threads may race to fill it in: they all write an equal hash, and hashes are immutable.
    private @Nullable Hash hash;

    Leaf(Hash keyHash, Bytes key, Bytes value) {
        this.keyHash = keyHash;
        this.key = key;
        this.value = value;
    }

    static Hash hashOf(Bytes content) {
        return Hash.sha256(content);
    }

    Hash keyHash() {
        return keyHash;
    }

    Bytes key() {
        return key;
    }

    Bytes value() {
        return value;
    }

    LeafDigest digest() {
        return new LeafDigest(keyHash, hashOf(value));
    }

    @Override
    public boolean isLeaf() {
        return true;
    }

    @Override
    public Node read() {
        return this;
    }

    @Override
    public Hash hash(MessageDigest digest) {
        Hash known = hash;
        if (known == null) {
            known = digest().hash(digest);
            hash = known;
        }
        return known;
    }
}
