package org.vitaledger.core.note;

import java.util.Optional;
import org.vitaledger.core.sign.Algorithm;

/** The signature types of C2SP signed-note that are in use here. */
public enum SignatureType {
    /** An Ed25519 signature over the text of a note (signed-note). */
    ED25519(0x01, Algorithm.ED25519),
    /** A time-stamped Ed25519 cosignature (tlog-cosignature). */
    COSIGNATURE_ED25519(0x04, Algorithm.ED25519),
    /** A time-stamped ML-DSA-44 cosignature, which also commits to the cosigner's name (tlog-cosignature). */
    COSIGNATURE_ML_DSA_44(0x06, Algorithm.ML_DSA_44);

    private final int code;
    private final Algorithm algorithm;

    SignatureType(int code, Algorithm algorithm) {
        this.code = code;
        this.algorithm = algorithm;
    }

    /** The type's identifier byte. */
    public int code() {
        return code;
    }

    /** What makes and verifies the signature. */
    public Algorithm algorithm() {
        return algorithm;
    }

    /** Whether the signature carries the time at which it was made. */
    public boolean timestamped() {
        return this != ED25519;
    }

    /** Bytes in a signature, after the key's identifier. */
    int signatureSize() {
        return algorithm.signatureSize() + (timestamped() ? Long.BYTES : 0);
    }

    static Optional<SignatureType> of(int code) {
        for (SignatureType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
