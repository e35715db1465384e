package org.vitaledger.core.sign;

import java.util.Arrays;
import java.util.HexFormat;
import org.vitaledger.core.bytes.Bytes;

/** Raw public keys in and out of SubjectPublicKeyInfo (RFC 5280, RFC 8410, RFC 5480, RFC 9881): a fixed prefix each. */
final class KeyEncoding {
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] P256 = HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
    private static final byte[] ML_DSA_44 = HexFormat.of().parseHex("30820532300b06096086480165030403110382052100");

    private KeyEncoding() {}

    static byte[] toSpki(VerifyingKey key) {
        byte[] prefix = prefix(key.algorithm());
        byte[] spki = Arrays.copyOf(prefix, prefix.length + key.raw().size());
        System.arraycopy(key.raw().toArray(), 0, spki, prefix.length, key.raw().size());
        return spki;
    }

    static VerifyingKey fromSpki(Algorithm algorithm, byte[] spki) {
        byte[] prefix = prefix(algorithm);
        if (spki.length != prefix.length + algorithm.keySize()
                || !Arrays.equals(prefix, 0, prefix.length, spki, 0, prefix.length)) {
            throw new IllegalArgumentException("not a SubjectPublicKeyInfo of " + algorithm);
        }
        return new VerifyingKey(algorithm, Bytes.of(spki, prefix.length, algorithm.keySize()));
    }

    private static byte[] prefix(Algorithm algorithm) {
        return switch (algorithm) {
            case ED25519 -> ED25519;
            case ES256 -> P256;
            case ML_DSA_44 -> ML_DSA_44;
        };
    }
}
