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

    /**
     * Reads a SubjectPublicKeyInfo (RFC 5280; the content of a PEM block {@code PUBLIC KEY}).
     *
     * @throws IllegalArgumentException if it is not one of {@code algorithm}
     */
    public static VerifyingKey parseSpki(Algorithm algorithm, byte[] spki) {
        return KeyEncoding.fromSpki(algorithm, spki);
    }

    /** The key as SubjectPublicKeyInfo. */
    public byte[] spki() {
        return KeyEncoding.toSpki(this);
    }
}
