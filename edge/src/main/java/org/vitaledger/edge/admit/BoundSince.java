package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Since when a device is its patient's: as the registry says, once that time has come. A block's time never goes back, so it
 * may lie in the future for long after a clock was wrong once; then what counts is when the gateway first knew of the
 * binding, by a clock that was set since. For one binding; needs the device's lock.
 */
final class BoundSince {
    /** What lies further ahead of the gateway's clock doesn't agree with it. */
    private static final Duration DOUBT = Duration.ofMinutes(1);

    /** Whether the gateway saw another binding before this one. */
    private final boolean isChange;

    private Instant seen = Instant.MAX;
    private boolean impossible;

    BoundSince(boolean isChange) {
        this.isChange = isChange;
    }

    /**
     * Whose what a device measures is.
     *
     * @param since from when on it is taken as the present patient's
     * @param judgedSince from when on the rules look at it as the present patient's: sooner, where it is not sure whose clock
     *     is wrong, for an alarm that is told to the wrong one is better than none
     * @param judgedUntil up to when, for what lies ahead of the gateway's clock speaks for the registry's time
     */
    record Binding(Instant since, Instant judgedSince, Instant judgedUntil) {
        boolean isJudged(Instant time) {
            return !time.isBefore(judgedSince) && !time.isAfter(judgedUntil);
        }
    }

    /**
     * The binding as it is to be understood now.
     *
     * @param told what the registry says
     * @param now the gateway's time
     * @param ahead how far the gateway's clock may be behind
     * @param isDoubted whether the gateway's clock is suspected to be wrong, so that the registry's time may be right; asked
     *     only where the registry's time is still to come
     */
    Binding at(Instant told, Instant now, Duration ahead, BooleanSupplier isDoubted) {
        if (!told.isAfter(now)) {
            return new Binding(told, told, Instant.MAX);
        }
        if (isDoubted.getAsBoolean()) {
            seen = Instant.MAX;
            impossible = false;
            return new Binding(told, told, Instant.MAX);
        }
        seen = seen.isAfter(now) ? now : seen;
        impossible |= told.isAfter(now.plus(ahead));
        return impossible
                ? new Binding(seen.plus(ahead), isChange ? seen : Instant.MIN, Instant.MAX)
                : new Binding(told, seen, now.plus(DOUBT));
    }
}
