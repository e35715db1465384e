package org.vitaledger.core.statemap;

import java.security.MessageDigest;
import org.vitaledger.core.bytes.Hash;

/**
 * What a leaf's hash commits to, without telling the entry. The bytes before the hashed parts (2 for a leaf, 3 for an
 * inner node) keep leaves, inner nodes and the nodes of the log apart.
 *
 * @param keyHash SHA-256 of the key
 * @param valueHash SHA-256 of the value
 */
public record LeafDigest(Hash keyHash, Hash valueHash) {
    private static final byte DOMAIN = 2;

    Hash hash(MessageDigest digest) {
        digest.update(DOMAIN);
        keyHash.update(digest);
        valueHash.update(digest);
        return Hash.of(digest.digest());
    }
}
