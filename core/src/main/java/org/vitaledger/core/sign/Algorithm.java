package org.vitaledger.core.sign;

/** The signature algorithms in use, with the sizes of their raw keys and signatures in bytes. */
public enum Algorithm {
    /** Ed25519 (RFC 8032): 32-byte key, 64-byte signature. */
    ED25519("Ed25519", 32, 64),
    /** ECDSA on P-256 with SHA-256: 65-byte uncompressed point (SEC 1), 64-byte signature r||s (IEEE P1363). */
    ES256("SHA256withECDSAinP1363Format", 65, 64),
    /** ML-DSA-44 (FIPS 204) with an empty context: 1312-byte key, 2420-byte signature. */
    ML_DSA_44("ML-DSA-44", 1312, 2420);

    private final String jcaName;
    private final int keySize;
    private final int signatureSize;

    Algorithm(String jcaName, int keySize, int signatureSize) {
        this.jcaName = jcaName;
        this.keySize = keySize;
        this.signatureSize = signatureSize;
    }

    /** The name under which Java security providers offer the signature. */
    public String jcaName() {
        return jcaName;
    }

    /** Bytes in a raw public key. */
    public int keySize() {
        return keySize;
    }

    /** Bytes in a signature. */
    public int signatureSize() {
        return signatureSize;
    }
}
