package org.vitaledger.core.code;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import org.vitaledger.core.value.Decimal;

/**
 * From one unit to another: (number + offset) * factor / divisor, computed exactly and rounded once, half to even.
 *
 * <p>The result has the fewest digits behind the point that keep any two different numbers of the input's precision
 * different: 98.6 [degF] is 37.00 Cel, 16.0 kPa is 120.0 mm[Hg], 3500 g is 3.500 kg. So nothing that was measured is lost,
 * and at most one digit more is told than was measured.
 *
 * @param offset is added first
 * @param factor is multiplied by; positive
 * @param divisor is divided by; positive
 */
public record Conversion(BigDecimal offset, BigDecimal factor, BigDecimal divisor) {
    /** The most digits of a reading's number. */
    private static final int MAX_DIGITS = 18;

    /** Leaves numbers as they are. */
    public static final Conversion NONE = new Conversion(BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ONE);

    public Conversion {
        if (factor.signum() <= 0 || divisor.signum() <= 0) {
            throw new IllegalArgumentException("a conversion has positive factors");
        }
    }

    /** Reads {@code [=factor[/divisor]][@offset]}, as the table of codes writes it behind a unit. */
    public static Conversion parse(String text) {
        int at = text.indexOf('@');
        BigDecimal offset = at < 0 ? BigDecimal.ZERO : new BigDecimal(text.substring(at + 1));
        String ratio = at < 0 ? text : text.substring(0, at);
        if (ratio.isEmpty()) {
            return new Conversion(offset, BigDecimal.ONE, BigDecimal.ONE);
        }
        int slash = ratio.indexOf('/');
        BigDecimal divisor = slash < 0 ? BigDecimal.ONE : new BigDecimal(ratio.substring(slash + 1));
        return new Conversion(offset, new BigDecimal(ratio.substring(1, slash < 0 ? ratio.length() : slash)), divisor);
    }

    /** The number in the other unit; nothing if a reading can't hold it. */
    public Optional<Decimal> apply(Decimal number) {
        if (equals(NONE)) {
            return Optional.of(number);
        }
        BigDecimal product = number.toBigDecimal().add(offset).multiply(factor);
        BigDecimal ratio = factor.divide(divisor, MathContext.DECIMAL64);
        int magnitude = ratio.precision() - ratio.scale() - 1;
        int scale = Math.clamp((long) number.scale() - magnitude, 0, Decimal.MAX_SCALE);
        BigDecimal result = product.divide(divisor, scale, RoundingMode.HALF_EVEN);
        int surplus = result.precision() - MAX_DIGITS;
        if (surplus > scale) {
            return Optional.empty();
        }
        return Optional.of(Decimal.of(surplus > 0 ? result.setScale(scale - surplus, RoundingMode.HALF_EVEN) : result));
    }
}
