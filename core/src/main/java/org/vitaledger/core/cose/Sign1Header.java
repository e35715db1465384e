package org.vitaledger.core.cose;

import java.util.Optional;
import java.util.OptionalLong;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.sign.Algorithm;

/**
 * The protected header parameters that we know.
 *
 * @param algorithm label 1: how the message is signed
 * @param keyId label 4: whose key
 * @param sequence label -70001, private: the signer's running number
 */
public record Sign1Header(Optional<Algorithm> algorithm, Optional<Bytes> keyId, OptionalLong sequence) {
    static final long ALGORITHM = 1;
    static final long CRITICAL = 2;
    static final long CONTENT_TYPE = 3;
    static final long KEY_ID = 4;
    static final long SEQUENCE = -70001;

    public Sign1Header {
        if (sequence.isPresent() && sequence.getAsLong() < 0) {
            throw new IllegalArgumentException("a sequence number is not negative");
        }
    }

    /** A header with all three. */
    public static Sign1Header of(Algorithm algorithm, Bytes keyId, long sequence) {
        return new Sign1Header(Optional.of(algorithm), Optional.of(keyId), OptionalLong.of(sequence));
    }

    /** The deterministic encoding as a map, or nothing at all if the header is empty (RFC 9052 section 3). */
    byte[] encoded() {
        int size = (algorithm.isPresent() ? 1 : 0) + (keyId.isPresent() ? 1 : 0) + (sequence.isPresent() ? 1 : 0);
        if (size == 0) {
            return new byte[0];
        }
        CborWriter writer = new CborWriter(32).writeMap(size);
        algorithm.ifPresent(it -> writer.writeLong(ALGORITHM).writeLong(CoseAlgorithm.id(it)));
        keyId.ifPresent(it -> writer.writeLong(KEY_ID).writeBytes(it));
        sequence.ifPresent(it -> writer.writeLong(SEQUENCE).writeLong(it));
        return writer.toArray();
    }
}
