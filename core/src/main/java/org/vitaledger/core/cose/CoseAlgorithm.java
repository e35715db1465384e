package org.vitaledger.core.cose;

import java.util.Optional;
import org.vitaledger.core.sign.Algorithm;

/** The numbers of the signature algorithms in the registry of COSE. */
final class CoseAlgorithm {
    private CoseAlgorithm() {}

    /** The algorithm of a number: RFC 9053 for EdDSA and ES256, RFC 9864 for the fully specified ones. */
    static Optional<Algorithm> of(long id) {
        if (id == -8 || id == -19) {
            return Optional.of(Algorithm.ED25519);
        }
        if (id == -7 || id == -9) {
            return Optional.of(Algorithm.ES256);
        }
        return id == -48 ? Optional.of(Algorithm.ML_DSA_44) : Optional.empty();
    }

    /** The number that most readers know. */
    static long id(Algorithm algorithm) {
        return switch (algorithm) {
            case ED25519 -> -8;
            case ES256 -> -7;
            case ML_DSA_44 -> -48;
        };
    }
}
