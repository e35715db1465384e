package org.vitaledger.node.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.device.replay.Observation;
import org.vitaledger.device.replay.VitalSigns;

/** A broken monitor: what it measures can't be accepted, so that the demo shows refusals, not only successes. */
final class Mischief implements VitalSigns {
    private static final Duration PERIOD = Duration.ofMinutes(30);

    private int count;

    @Override
    public Optional<Observation> next() {
        Duration offset = PERIOD.multipliedBy(count);
        count++;
        return Optional.of(
                switch (count % 3) {
                    case 0 -> new Observation(offset, "00000-0", "/min", decimal("70"));
                    case 1 -> new Observation(offset, "8867-4", "kg", decimal("70"));
                    default -> new Observation(offset, "8867-4", "/min", decimal("7000"));
                });
    }

    private static Decimal decimal(String text) {
        return Decimal.of(new BigDecimal(text));
    }
}
