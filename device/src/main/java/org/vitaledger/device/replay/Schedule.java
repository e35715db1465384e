package org.vitaledger.device.replay;

import java.time.Duration;
import java.time.Instant;

/**
 * When a virtual device measures and how it packs.
 *
 * @param start the moment that the beginning of the recording is taken for
 * @param pace how fast recorded time passes from then on
 * @param readingsPerPack how many readings make a pack full
 * @param maxSpan how long a reading may wait for its pack to fill; the last pack of a recording is never full
 */
public record Schedule(Instant start, Pace pace, int readingsPerPack, Duration maxSpan) {
    public Schedule {
        if (readingsPerPack < 1 || readingsPerPack > 500 || maxSpan.isNegative()) {
            throw new IllegalArgumentException("a pack has 1 to 500 readings, and a span is not negative");
        }
    }
}
