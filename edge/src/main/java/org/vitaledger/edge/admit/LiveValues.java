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
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

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
     * Whether a value was measured when some were that came at once: a moment before that of its own parameter, if that one's
     * clock is known, else together with any.
     */
    boolean areBeside(Measurement measurement) {
        Instant own = newest.get(measurement.parameter());
        Instant live = own == null ? newestOfAll : own;
        Duration before = own == null ? AT_ONCE : A_MOMENT;
        return !live.equals(Instant.MAX)
                && !measurement.time().isBefore(live.minus(before))
                && !measurement.time().isAfter(live.plus(AT_ONCE));
    }

    private static Instant later(Instant one, Instant other) {
        return other.equals(Instant.MAX) || (!one.equals(Instant.MAX) && other.isBefore(one)) ? one : other;
    }
}
