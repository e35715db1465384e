package org.vitaledger.core.senml;

import java.math.BigDecimal;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborType;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.senml.SenmlRejected.Reason;

/**
 * Numbers as the format writes them in CBOR (RFC 8428 section 6): integers, decimal fractions (tag 4), and floating point,
 * which is taken for the shortest decimal that means the same number at the width that was sent.
 */
public final class SenmlNumber {
    private static final long DECIMAL_FRACTION = 4;
    private static final int MAX_EXPONENT = 30;

    private SenmlNumber() {}

    /** Reads a number with the digits that were sent: 37.0 is not 37. */
    public static BigDecimal read(CborReader reader) throws CborRejected, SenmlRejected {
        return switch (reader.peek()) {
            case UNSIGNED, NEGATIVE -> BigDecimal.valueOf(reader.readLong());
            case TAG -> readDecimalFraction(reader);
            case FLOAT -> reader.readShortest().orElseThrow(() -> new SenmlRejected(Reason.BAD_NUMBER));
            case BYTES, TEXT, ARRAY, MAP, BOOLEAN, NULL, SIMPLE -> throw new SenmlRejected(Reason.BAD_NUMBER);
        };
    }

    /** Writes {@code unscaled} with {@code scale} digits behind the point: an integer without, a decimal fraction with. */
    public static void write(CborWriter writer, long unscaled, int scale) {
        if (scale == 0) {
            writer.writeLong(unscaled);
        } else {
            writer.writeTag(DECIMAL_FRACTION)
                    .writeArray(2)
                    .writeLong(-(long) scale)
                    .writeLong(unscaled);
        }
    }

    private static BigDecimal readDecimalFraction(CborReader reader) throws CborRejected, SenmlRejected {
        if (reader.readTag() != DECIMAL_FRACTION || reader.peek() != CborType.ARRAY) {
            throw new SenmlRejected(Reason.BAD_NUMBER);
        }
        reader.readArray(2);
        long exponent = reader.readLong();
        long mantissa = reader.readLong();
        if (exponent < -MAX_EXPONENT || exponent > MAX_EXPONENT) {
            throw new SenmlRejected(Reason.BAD_NUMBER);
        }
        return BigDecimal.valueOf(mantissa, (int) -exponent);
    }
}
