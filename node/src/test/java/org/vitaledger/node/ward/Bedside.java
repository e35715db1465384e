package org.vitaledger.node.ward;

import java.time.Duration;
import java.util.Optional;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.device.replay.GeneratedPatient;
import org.vitaledger.device.replay.Observation;
import org.vitaledger.device.replay.VitalSigns;

/** An invented patient whose oxygen saturation falls when a test says so. For one thread, but for {@link #worsen()}. */
final class Bedside implements VitalSigns {
    private static final String SATURATION = "59408-5";
    private static final Decimal CRITICAL = new Decimal(82, 0);

    private final VitalSigns patient;
    private volatile boolean worse;

    Bedside(long seed) {
        patient = new GeneratedPatient(seed, Duration.ofSeconds(2), Duration.ofDays(7));
    }

    /** From the next reading on the saturation is critical. */
    void worsen() {
        worse = true;
    }

    @Override
    public Optional<Observation> next() {
        return patient.next()
                .map(it -> worse && it.code().equals(SATURATION)
                        ? new Observation(it.offset(), it.code(), it.unit(), CRITICAL)
                        : it);
    }
}
