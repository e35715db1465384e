package org.vitaledger.device.senml;

import java.math.BigDecimal;
import java.util.Optional;

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

    /** Whether the time doesn't depend on when the list arrives. */
    public boolean isAbsolute() {
        return time.compareTo(RELATIVE_BELOW) >= 0;
    }
}
