package org.vitaledger.core.cbor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/** The three floating-point formats of CBOR, told apart by their initial byte. */
final class Floats {
    static final int HALF = 0xf9;
    static final int SINGLE = 0xfa;
    static final int DOUBLE = 0xfb;
    /** As many digits tell all numbers of the format apart. */
    private static final int HALF_DIGITS = 5;

    private static final int SINGLE_DIGITS = 9;
    private static final int HALF_NAN = 0x7e00;

    private Floats() {}

    static double value(int head, long bits) {
        return switch (head) {
            case HALF -> Float.float16ToFloat((short) bits);
            case SINGLE -> Float.intBitsToFloat((int) bits);
            default -> Double.longBitsToDouble(bits);
        };
    }

    /** The shortest decimal that is rounded to this number in this format; nothing if it is infinite or no number. */
    static Optional<BigDecimal> decimal(int head, long bits) {
        double value = value(head, bits);
        if (!Double.isFinite(value)) {
            return Optional.empty();
        }
        BigDecimal shortest =
                head == DOUBLE ? new BigDecimal(Double.toString(value)) : shortest(new BigDecimal(value), head, bits);
        BigDecimal stripped = shortest.stripTrailingZeros();
        return Optional.of(stripped.scale() < 0 ? stripped.setScale(0) : stripped);
    }

    /** Ties go up, as in ECMAScript's toPrecision: a verifier in a browser finds the same. */
    private static BigDecimal shortest(BigDecimal exact, int head, long bits) {
        int most = head == HALF ? HALF_DIGITS : SINGLE_DIGITS;
        for (int digits = 1; digits < most; digits++) {
            BigDecimal shorter = exact.round(new MathContext(digits, RoundingMode.HALF_UP));
            if (bits(head, shorter.floatValue()) == bits) {
                return shorter;
            }
        }
        return exact.round(new MathContext(most, RoundingMode.HALF_UP));
    }

    /** Whether no shorter format holds the value, and a NaN is the one of RFC 8949 section 4.2.2. */
    static boolean isShortest(int head, long bits) {
        double value = value(head, bits);
        return Double.isNaN(value) ? head == HALF && bits == HALF_NAN : head == shortest(value);
    }

    static int shortest(double value) {
        float single = (float) value;
        if (Double.doubleToRawLongBits(single) != Double.doubleToRawLongBits(value)) {
            return DOUBLE;
        }
        float half = Float.float16ToFloat(Float.floatToFloat16(single));
        return Float.floatToRawIntBits(half) == Float.floatToRawIntBits(single) ? HALF : SINGLE;
    }

    static long bits(int head, double value) {
        if (Double.isNaN(value)) {
            return HALF_NAN;
        }
        return switch (head) {
            case HALF -> Float.floatToFloat16((float) value) & 0xffff;
            case SINGLE -> Float.floatToRawIntBits((float) value) & 0xffffffffL;
            default -> Double.doubleToRawLongBits(value);
        };
    }
}
