package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.vitaledger.device.pack.Measurement;

/**
 * When values of one pack were measured, by the device's clock.
 *
 * @param oldest the first
 * @param newest the last
 */
record Span(Instant oldest, Instant newest) {
    /** A pack of which one part is ahead and another is not is no word of a clock if it spans more than this. */
    private static final Duration WITHIN_A_PACK = Duration.ofHours(1);

    static Span of(List<Measurement> measurements) {
        return measurements.stream()
                .map(each -> new Span(each.time(), each.time()))
                .reduce(new Span(Instant.MAX, Instant.MIN), Span::and);
    }

    /** Both together. */
    Span and(Span other) {
        return new Span(
                oldest.isBefore(other.oldest) ? oldest : other.oldest,
                newest.isAfter(other.newest) ? newest : other.newest);
    }

    /** Whether some lie behind the latest time that can be, and others don't. */
    boolean isContradictory(Instant latest) {
        return newest.isAfter(latest)
                && !oldest.isAfter(latest)
                && Duration.between(oldest, newest).compareTo(WITHIN_A_PACK) > 0;
    }
}
