package org.vitaledger.device.pack;

import java.time.Instant;
import org.vitaledger.core.value.Decimal;

/**
 * One number as the device tells it, not yet normalised.
 *
 * @param parameter what was measured: a LOINC code, or the device's own name for it
 * @param unit UCUM or a unit of the SenML registry; empty if the device doesn't say
 * @param value the number, with the digits that the device gave
 * @param time when
 */
public record Measurement(String parameter, String unit, Decimal value, Instant time) {
    /** The most characters of a parameter. */
    public static final int MAX_PARAMETER = 64;
    /** The most characters of a unit. */
    public static final int MAX_UNIT = 32;

    public Measurement {
        if (parameter.isEmpty() || parameter.length() > MAX_PARAMETER) {
            throw new IllegalArgumentException("a parameter has 1 to " + MAX_PARAMETER + " characters");
        }
        if (!isUnit(unit)) {
            throw new IllegalArgumentException("a unit has at most " + MAX_UNIT + " printable ASCII characters");
        }
    }

    static boolean isUnit(String unit) {
        if (unit.length() > MAX_UNIT) {
            return false;
        }
        for (int i = 0; i < unit.length(); i++) {
            if (unit.charAt(i) <= ' ' || unit.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** The parameter alone: values have no place in logs (INV-009). */
    @Override
    public String toString() {
        return "Measurement[" + parameter + "]";
    }
}
