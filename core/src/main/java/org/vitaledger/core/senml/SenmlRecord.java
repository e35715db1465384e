package org.vitaledger.core.senml;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import org.vitaledger.core.value.Decimal;

/**
 * A resolved record (RFC 8428 section 4.6): no base fields apply to it any more.
 *
 * @param name what was measured where
 * @param unit in what unit, if one was said
 * @param value what it says
 * @param time seconds since 1970, or, below {@link #RELATIVE_BELOW}, seconds from now on
 * @param sum the integral over time, if one was said
 */
public record SenmlRecord(
        String name, Optional<String> unit, SenmlValue value, BigDecimal time, Optional<BigDecimal> sum) {
    /** Times below 2<sup>28</sup> are relative to now (RFC 8428 section 4.5.3). */
    public static final BigDecimal RELATIVE_BELOW = BigDecimal.valueOf(1L << 28);

    private static final int MILLIS_DIGITS = 3;
    private static final BigDecimal AFTER_YEAR_9999 = BigDecimal.valueOf(253_402_300_800L);

    /** What was measured: names may be globally unique, as the RFC recommends, and this is then the last part. */
    public String parameter() {
        return name.substring(Math.max(name.lastIndexOf(':'), name.lastIndexOf('/')) + 1);
    }

    /** The number as a reading holds it, rounded if it has more digits; nothing if it is none or too large. */
    public Optional<Decimal> decimal() {
        if (!(value instanceof SenmlValue.Quantity(BigDecimal number))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Decimal.nearest(number));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** The time cut to whole milliseconds; nothing if it is relative or beyond the year 9999. */
    public Optional<Instant> instant() {
        if (!isAbsolute() || time.compareTo(AFTER_YEAR_9999) >= 0) {
            return Optional.empty();
        }
        return Optional.of(Instant.ofEpochMilli(time.movePointRight(MILLIS_DIGITS)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact()));
    }

    /** Whether the time doesn't depend on when the list arrives. */
    public boolean isAbsolute() {
        return time.compareTo(RELATIVE_BELOW) >= 0;
    }
}
