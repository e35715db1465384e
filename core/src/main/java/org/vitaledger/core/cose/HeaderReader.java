package org.vitaledger.core.cose;

import java.util.Optional;
import java.util.OptionalLong;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborType;
import org.vitaledger.core.cose.CoseRejected.Reason;
import org.vitaledger.core.sign.Algorithm;

/** Reads one header map; what it doesn't know it skips, unless the map says that this is critical. */
final class HeaderReader {
    private static final int SEEN_ALGORITHM = 1;
    private static final int SEEN_CRITICAL = 2;
    private static final int SEEN_CONTENT_TYPE = 4;
    private static final int SEEN_KEY_ID = 8;
    private static final int SEEN_SEQUENCE = 16;

    private final boolean isProtected;
    private Optional<Algorithm> algorithm = Optional.empty();
    private Optional<Bytes> keyId = Optional.empty();
    private OptionalLong sequence = OptionalLong.empty();
    private int seen;
    private int critical;

    HeaderReader(boolean isProtected) {
        this.isProtected = isProtected;
    }

    /** Reads the map and returns the number of its pairs. */
    int read(CborReader reader) throws CborRejected, CoseRejected {
        require(reader, CborType.MAP);
        int count = reader.readMap();
        for (int pairs = count; pairs > 0; pairs--) {
            if (reader.peek() == CborType.TEXT) {
                reader.skip();
                reader.skip();
            } else {
                read(reader, reader.readLong());
            }
        }
        if ((critical & ~seen) != 0) {
            throw new CoseRejected(Reason.BAD_HEADER);
        }
        return count;
    }

    Sign1Header header() {
        return new Sign1Header(algorithm, keyId, sequence);
    }

    boolean overlaps(HeaderReader other) {
        return (seen & other.seen) != 0;
    }

    private void read(CborReader reader, long label) throws CborRejected, CoseRejected {
        seen |= bit(label);
        if (label == Sign1Header.ALGORITHM) {
            algorithm = algorithm(reader);
        } else if (label == Sign1Header.CRITICAL) {
            critical(reader);
        } else if (label == Sign1Header.KEY_ID) {
            require(reader, CborType.BYTES);
            keyId = Optional.of(reader.readBytes());
        } else if (label == Sign1Header.SEQUENCE) {
            require(reader, CborType.UNSIGNED);
            sequence = OptionalLong.of(reader.readUnsigned());
        } else {
            reader.skip();
        }
    }

    private static Optional<Algorithm> algorithm(CborReader reader) throws CborRejected, CoseRejected {
        CborType type = reader.peek();
        Optional<Algorithm> known =
                type == CborType.NEGATIVE ? CoseAlgorithm.of(reader.readLong()) : Optional.<Algorithm>empty();
        if (known.isEmpty()) {
            throw new CoseRejected(Reason.UNKNOWN_ALGORITHM);
        }
        return known;
    }

    private void critical(CborReader reader) throws CborRejected, CoseRejected {
        require(reader, CborType.ARRAY);
        int count = reader.readArray();
        if (count == 0 || !isProtected) {
            throw new CoseRejected(Reason.BAD_HEADER);
        }
        for (int i = 0; i < count; i++) {
            int bit = reader.peek() == CborType.TEXT ? 0 : bit(reader.readLong());
            if (bit == 0) {
                throw new CoseRejected(Reason.UNKNOWN_CRITICAL);
            }
            critical |= bit;
        }
    }

    private static void require(CborReader reader, CborType type) throws CborRejected, CoseRejected {
        if (reader.peek() != type) {
            throw new CoseRejected(Reason.BAD_HEADER);
        }
    }

    private static int bit(long label) {
        if (label == Sign1Header.ALGORITHM) {
            return SEEN_ALGORITHM;
        } else if (label == Sign1Header.CRITICAL) {
            return SEEN_CRITICAL;
        } else if (label == Sign1Header.CONTENT_TYPE) {
            return SEEN_CONTENT_TYPE;
        } else if (label == Sign1Header.KEY_ID) {
            return SEEN_KEY_ID;
        }
        return label == Sign1Header.SEQUENCE ? SEEN_SEQUENCE : 0;
    }
}
