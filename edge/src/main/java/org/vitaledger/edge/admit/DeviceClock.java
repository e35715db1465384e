package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a device's clock is behind the gateway's, as its packs tell. What comes is as old as it was on its way, or waited
 * for it, so a device is never further behind than its packs say, and further ahead if anything: a smaller age is believed at
 * once, or when it is told twice if it lies in the future; a greater one only when it has stayed the same for minutes, which
 * no backlog does, for that catches up. Needs the device's lock.
 */
final class DeviceClock {
    private static final Duration STEADY = Duration.ofMinutes(5);
    /** How far the age of a device's packs may change while it is steady. */
    private static final Duration JITTER = Duration.ofMinutes(1);

    private long last = -1;
    private Instant heard = Instant.MIN;
    private boolean isKnown;
    private Duration behind = Duration.ZERO;
    private @Nullable Run run;

    /** Packs of about the same age: since when, as old as the first one, and the least that any of them was. */
    private record Run(Instant since, Duration age, Duration least, boolean isTwice) {
        boolean holds(Duration other) {
            return other.minus(age).abs().compareTo(JITTER) <= 0;
        }

        Run and(Duration other) {
            return new Run(since, age, other.compareTo(least) < 0 ? other : least, true);
        }
    }

    /**
     * A pack has come.
     *
     * @param sequence its number; what lies before those that came says nothing new
     * @param newest when the last of its values was measured
     * @return whether it tells something new of the clock
     */
    boolean heard(long sequence, Instant newest, Instant now) {
        heard = now;
        if (sequence <= last) {
            return false;
        }
        last = sequence;
        Duration age = Duration.between(newest, now);
        Run before = run;
        Run present = before != null && before.holds(age) ? before.and(age) : new Run(now, age, age, false);
        run = present;
        isKnown |= present.isTwice;
        boolean isLess = (present.isTwice || !age.isNegative()) && present.least.compareTo(behind) < 0;
        boolean isSteady = !now.isBefore(present.since.plus(STEADY));
        if (isLess || isSteady) {
            behind = present.least;
        }
        return true;
    }

    /** Whether anything is known of it. */
    boolean isKnown() {
        return isKnown;
    }

    /** How far it is behind the gateway's, negative if it is ahead; zero while nothing is known. */
    Duration behind() {
        return behind;
    }

    /** How far it is ahead of the gateway's, zero if it is not. */
    Duration ahead() {
        return behind.isNegative() ? behind.negated() : Duration.ZERO;
    }

    /** The gateway's time when a pack came last; {@link Instant#MIN} if none has. */
    Instant heard() {
        return heard;
    }
}
