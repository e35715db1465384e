package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Since when a device is its patient's, by the device's own clock. The registry's time of a binding is told by a clock that
 * may be wrong, and the gateway's and the device's may be, too. So what the gateway knows by itself goes before: that the
 * device was somebody else's when its last pack came, and that the binding was there when the gateway saw it first. Where
 * clocks leave it open, nothing is taken for the present patient that may be another's; what is probably the present
 * patient's is judged all the same. For one binding; needs the device's lock.
 */
final class BoundSince {
    private final Instant told;
    /** The gateway's time when it heard the device last under another binding, and that by the device's clock. */
    private final Instant before;

    private final Instant others;
    private Instant seen;
    /** How far the device's clock was ahead of the gateway's, once that was known. */
    private @Nullable Duration ahead;

    /** A binding of a device that the gateway knew under no other. */
    BoundSince(Instant told, Instant seen) {
        this.told = told;
        this.seen = seen;
        this.before = Instant.MIN;
        this.others = Instant.MIN;
    }

    /**
     * A binding that came after another.
     *
     * @param told when it began, as the registry says
     * @param seen the gateway's time when it saw it first
     * @param clock the device's, as it was heard until then
     */
    BoundSince(Instant told, Instant seen, DeviceClock clock) {
        this.told = told;
        this.seen = seen;
        this.before = clock.heard();
        // It stays so, whatever is done to the gateway's clock later.
        this.others = before.equals(Instant.MIN) ? Instant.MIN : before.minus(clock.behind());
    }

    /** What the device measured from this time of its own clock on is taken as the present patient's. */
    Instant since(DeviceClock clock, Instant now) {
        look(clock, now);
        // Where nothing is known of the device's clock yet, the registry's may be the right one.
        Instant begun = isToCome() && ahead == null ? told : begun().plus(ahead == null ? clock.ahead() : ahead);
        return later(begun, others);
    }

    /** Whether the rules look at what the device measured at a time as the present patient's. */
    boolean isJudged(Instant time, DeviceClock clock, Instant now) {
        return !time.isBefore(since(clock, now))
                || (isToCome() && before.equals(Instant.MIN))
                || !time.isBefore(later(begun(), others))
                || !time.plus(clock.behind()).isBefore(later(begun(), before));
    }

    private void look(DeviceClock clock, Instant now) {
        if (now.isBefore(seen)) {
            // The gateway's clock was set back, so it was ahead when it saw the binding.
            seen = now;
            ahead = null;
        }
        if (ahead == null && clock.isKnown()) {
            ahead = clock.ahead();
        }
    }

    /** When it began, by the gateway's clock: the gateway saw it, so it is not still to come. */
    private Instant begun() {
        return isToCome() ? seen : told;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    /** Whether its time lay in the gateway's future when the gateway saw it. */
    private boolean isToCome() {
        return told.isAfter(seen);
    }
}
