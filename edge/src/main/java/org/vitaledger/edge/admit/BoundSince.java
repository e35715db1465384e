package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Since when a device is its patient's, by the device's own clock. The registry's time of a binding is told by a clock that
 * may be wrong, and the gateway's and the device's may be, too. So what the gateway knows by itself goes before: that the
 * device was somebody else's when its last pack came, and that the binding was there when the gateway saw it first. A binding
 * that came while the gateway's clock was in doubt has no known beginning: nothing is taken before the doubt has ended. What
 * is probably the present patient's is judged all the same. For one binding; needs the device's lock.
 */
final class BoundSince {
    /** A binding that is not older when the gateway starts may be told by the clock that is wrong now. */
    private static final Duration RECENT = Duration.ofHours(1);

    private static final Duration JITTER = Duration.ofMinutes(1);
    /** No device is heard that is further ahead. */
    private static final Duration FAR = Duration.ofMinutes(5);

    private final Instant told;
    private final Instant seen;
    /** The gateway's time when it heard the device last under another binding, and that by the device's clock. */
    private final Instant before;

    private final Instant others;
    /** The earliest time of the gateway since it saw the binding; before that if its clock was set back. */
    private Instant earliest;
    /** How far the device's clock was ahead of the gateway's at most. */
    private Duration ahead = Duration.ZERO;

    private boolean isSettled;
    private boolean doubtful;
    /** What it is for certain, where clocks left it open. */
    private @Nullable Instant certain;

    /** A binding of a device that the gateway knew under no other. */
    BoundSince(Instant told, Instant seen) {
        this(told, seen, new DeviceClock(), false);
    }

    /**
     * A binding that came after another.
     *
     * @param told when it began, as the registry says
     * @param seen the gateway's time when it saw it first
     * @param clock the device's, as it was heard until then
     * @param doubtful whether it is in doubt which clock is right
     */
    BoundSince(Instant told, Instant seen, DeviceClock clock, boolean doubtful) {
        this.told = told;
        this.seen = seen;
        this.earliest = seen;
        this.before = clock.heard();
        // It stays so, whatever is done to the gateway's clock later.
        this.others = before.equals(Instant.MIN) ? Instant.MIN : before.minus(clock.behind());
        this.ahead = clock.ahead();
        this.doubtful = doubtful;
    }

    /**
     * What the device measured from this time of its own clock on is taken as the present patient's;
     * {@link Instant#MAX} while nothing is.
     *
     * @param clock the device's
     * @param isDoubted whether it is in doubt now which clock is right; asked only where that counts
     */
    Instant since(DeviceClock clock, Instant now, BooleanSupplier isDoubted) {
        look(clock, now, isDoubted);
        if (doubtful) {
            return Instant.MAX;
        }
        if (certain != null) {
            return certain;
        }
        boolean isToCome = told.isAfter(now);
        if (!isToCome && !others.isAfter(now.plus(FAR))) {
            return later(told.isAfter(seen) ? told : told.plus(ahead), others);
        }
        // The future can't be right if the gateway's clock is, with which the device agrees for minutes.
        if (clock.isPresent(now) && !isDoubted.getAsBoolean()) {
            Instant begun = isToCome ? earlier(others, now) : told;
            certain = later(earliest, begun).plus(ahead);
            return certain;
        }
        return later(told, others);
    }

    /** Whether the rules look at what the device measured at a time as the present patient's. */
    boolean isJudged(Instant time, DeviceClock clock, Instant now, BooleanSupplier isDoubted) {
        if (!time.isBefore(since(clock, now, isDoubted))) {
            return true;
        }
        boolean isToCome = told.isAfter(now);
        boolean isSetBack = earliest.isBefore(seen);
        Instant begun = isToCome ? earliest.minus(isSetBack ? JITTER : Duration.ZERO) : told;
        return (isToCome && before.equals(Instant.MIN))
                || !time.isBefore(later(begun, isSetBack ? earlier(others, begun) : others))
                || !time.plus(clock.behind()).isBefore(later(begun, isSetBack ? earlier(before, begun) : before));
    }

    private void look(DeviceClock clock, Instant now, BooleanSupplier isDoubted) {
        if (!isSettled) {
            // A doubt may show only later, and a binding of long ago is in none.
            boolean isNew = !before.equals(Instant.MIN) || told.isAfter(seen.minus(RECENT));
            doubtful |= isNew && isDoubted.getAsBoolean();
            isSettled = !isNew || clock.isPresent(now);
        }
        if (doubtful && clock.isPresent(now) && !isDoubted.getAsBoolean()) {
            doubtful = false;
            certain = now;
        }
        if (now.isBefore(earliest) && !isDoubted.getAsBoolean()) {
            earliest = now;
        }
        ahead = ahead.compareTo(clock.ahead()) < 0 ? clock.ahead() : ahead;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
