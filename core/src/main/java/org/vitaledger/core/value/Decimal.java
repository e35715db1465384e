package org.vitaledger.core.value;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A measured number, exactly as it was written: 37.0 is not 37. No floating point, so that equal readings have equal
 * bytes everywhere.
 *
 * @param unscaled the digits
 * @param scale how many of them stand behind the point, 0 to 18
 */
public record Decimal(long unscaled, int scale) {
    /** The most digits behind the point. */
    public static final int MAX_SCALE = 18;

    public Decimal {
        if (scale < 0 || scale > MAX_SCALE) {
            throw new IllegalArgumentException("a decimal has 0 to 18 digits behind the point");
        }
    }

    /**
     * Takes a number over.
     *
     * @throws ArithmeticException if it does not fit into 64 bits and 18 digits behind the point
     */
    public static Decimal of(BigDecimal number) {
        BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
        if (plain.scale() > MAX_SCALE) {
            plain = plain.stripTrailingZeros();
        }
        if (plain.scale() > MAX_SCALE || plain.precision() > MAX_SCALE) {
            throw new ArithmeticException("more digits than a reading can hold");
        }
        return new Decimal(plain.unscaledValue().longValueExact(), plain.scale());
    }

    /**
     * Takes a number over, rounded half to even where it has more digits than a reading can hold.
     *
     * @throws ArithmeticException if it has more than 18 digits before the point
     */
    public static Decimal nearest(BigDecimal number) {
        BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
        if (plain.scale() <= MAX_SCALE && plain.precision() <= MAX_SCALE) {
            return of(plain);
        }
        int scale = Math.min(MAX_SCALE, MAX_SCALE - (plain.precision() - plain.scale()));
        if (scale < 0) {
            throw new ArithmeticException("more digits than a reading can hold");
        }
        return of(plain.setScale(scale, RoundingMode.HALF_EVEN).stripTrailingZeros());
    }

    /** The number for calculations. */
    public BigDecimal toBigDecimal() {
        return BigDecimal.valueOf(unscaled, scale);
    }

    @Override
    public String toString() {
        return toBigDecimal().toPlainString();
    }
}
