package org.vitaledger.device.replay;

import java.time.Duration;
import org.vitaledger.core.value.Decimal;

/**
 * One value of a vital sign.
 *
 * @param offset when, from the beginning of the recording
 * @param code what, LOINC
 * @param unit UCUM
 * @param value how much
 */
public record Observation(Duration offset, String code, String unit, Decimal value) {
    public Observation {
        if (offset.isNegative()) {
            throw new IllegalArgumentException("an observation is not before the beginning");
        }
    }
}
