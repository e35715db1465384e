package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.vitaledger.device.pack.Measurement;

/**
 * Which values of one pack came at once; the pack may also hold what was kept, by another clock. Of each parameter the newest
 * that came at once counts for what was measured a moment before.
 */
final class LiveValues {
    private static final Duration A_MOMENT = Duration.ofMinutes(1);

    /** Of the parameters whose clocks are known; {@link Instant#MAX} where nothing came at once. */
    private final Map<String, Instant> newest = new HashMap<>();

    private Instant newestOfAll = Instant.MAX;

    /** Adds a value of a parameter whose clock is known. */
    void add(Measurement measurement, boolean isLive) {
        Instant time = isLive ? measurement.time() : Instant.MAX;
        newest.merge(measurement.parameter(), time, LiveValues::later);
        newestOfAll = later(newestOfAll, time);
    }

    /**
     * Whether a value was measured as late as some that came at once, or a moment before: of its own parameter, if that one's
     * clock is known, for it may be another one.
     */
    boolean areBeside(Measurement measurement) {
        Instant live = newest.getOrDefault(measurement.parameter(), newestOfAll);
        return !live.equals(Instant.MAX) && !measurement.time().isBefore(live.minus(A_MOMENT));
    }

    private static Instant later(Instant one, Instant other) {
        return other.equals(Instant.MAX) || (!one.equals(Instant.MAX) && other.isBefore(one)) ? one : other;
    }
}
