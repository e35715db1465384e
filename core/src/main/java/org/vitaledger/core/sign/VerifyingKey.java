package org.vitaledger.core.sign;

import org.vitaledger.core.bytes.Bytes;

/**
 * A public key in its standard's raw encoding.
 *
 * @param algorithm what it verifies
 * @param raw the key, {@link Algorithm#keySize()} bytes
 */
public record VerifyingKey(Algorithm algorithm, Bytes raw) {
    public VerifyingKey {
        if (raw.size() != algorithm.keySize()) {
            throw new IllegalArgumentException("a raw " + algorithm + " key has " + algorithm.keySize() + " bytes");
        }
    }
}
