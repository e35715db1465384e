package org.vitaledger.core.cbor;

/** The three floating-point formats of CBOR, told apart by their initial byte. */
final class Floats {
    static final int HALF = 0xf9;
    static final int SINGLE = 0xfa;
    static final int DOUBLE = 0xfb;
    private static final int HALF_NAN = 0x7e00;

    private Floats() {}

    static double value(int head, long bits) {
        return switch (head) {
            case HALF -> Float.float16ToFloat((short) bits);
            case SINGLE -> Float.intBitsToFloat((int) bits);
            default -> Double.longBitsToDouble(bits);
        };
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
