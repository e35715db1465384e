package org.vitaledger.edge.normal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.vitaledger.core.value.Decimal;

/**
 * A number that readings are compared with, exactly and without making objects: for each count of digits behind the
 * point it knows the last whole number on either side. Exact for readings of up to 18 digits. Immutable, safe for any
 * thread.
 */
public final class Bound {
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final BigDecimal number;
    private final long[] floors = new long[Decimal.MAX_SCALE + 1];
    private final long[] ceilings = new long[Decimal.MAX_SCALE + 1];

    /** The bound {@code number}. */
    public Bound(BigDecimal number) {
        this.number = number;
        for (int scale = 0; scale <= Decimal.MAX_SCALE; scale++) {
            floors[scale] = unscaled(number, scale, RoundingMode.FLOOR);
            ceilings[scale] = unscaled(number, scale, RoundingMode.CEILING);
        }
    }

    private static long unscaled(BigDecimal number, int scale, RoundingMode rounding) {
        return number.setScale(scale, rounding)
                .unscaledValue()
                .max(MIN)
                .min(MAX)
                .longValueExact();
    }

    /** The number itself. */
    public BigDecimal number() {
        return number;
    }

    /** Whether {@code value} is this number or less. */
    public boolean isAtLeast(Decimal value) {
        return value.unscaled() <= floors[value.scale()];
    }

    /** Whether {@code value} is this number or more. */
    public boolean isAtMost(Decimal value) {
        return value.unscaled() >= ceilings[value.scale()];
    }
}
