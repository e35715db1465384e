package org.vitaledger.device.publish;

import java.time.Duration;
import org.HdrHistogram.AbstractHistogram;

/**
 * A distribution of durations.
 *
 * @param count how many
 * @param p50 half of them are not longer
 * @param p99 99 in 100 are not longer
 * @param max the longest
 */
public record Latency(long count, Duration p50, Duration p99, Duration max) {
    /** Summarises a histogram of microseconds. */
    public static Latency of(AbstractHistogram micros) {
        return new Latency(
                micros.getTotalCount(), percentile(micros, 50), percentile(micros, 99), percentile(micros, 100));
    }

    private static Duration percentile(AbstractHistogram micros, double percentile) {
        return micros.getTotalCount() == 0
                ? Duration.ZERO
                : Duration.ofNanos(1000 * micros.getValueAtPercentile(percentile));
    }
}
