package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a device's clock is behind the gateway's, as its packs tell. What comes is as old as it was on its way, or waited
 * for it, so a device is never further behind than its packs say, and further ahead if anything: a smaller age is believed at
 * once, or when it is told twice if it lies in the future; a greater one only when it has stayed the same for minutes, which
 * no backlog does, for that catches up. A later pack with an earlier time, or one that is no longer far ahead, says that
 * a clock was set, and what was known is forgotten. Needs the device's lock.
 */
final class DeviceClock {
    private static final Duration STEADY = Duration.ofMinutes(5);
    /** A client that keeps what was refused as ahead brings it when it is just so no more, in these limits. */
    private static final Duration TOLERATED = Duration.ofMinutes(4);

    /** A client that was refused for that so long ago does not keep it. */
    private static final Duration KEPT = Duration.ofHours(1);
    /** How far the age of a device's packs may change while it is steady. */
    private static final Duration JITTER = Duration.ofMinutes(1);

    private long last = -1;
    private Instant heard = Instant.MIN;
    private Instant newest = Instant.MIN;
    private Duration age = Duration.ZERO;
    private Instant refused = Instant.MIN;
    private Instant first = Instant.MAX;
    private Duration behind = Duration.ZERO;
    /** The lowest ages, and those above them that came since. */
    private @Nullable Run run;

    private @Nullable Run above;

    /** Packs of about the same age: since when, as old as the first one, and the least that any of them was. */
    private record Run(Instant since, Duration age, Duration least, boolean isTwice) {
        boolean holds(Duration other) {
            return other.minus(age).abs().compareTo(JITTER) <= 0;
        }

        boolean isSteady(Instant now) {
            return !now.isBefore(since.plus(STEADY));
        }

        Run and(Duration other) {
            return new Run(since, age, other.compareTo(least) < 0 ? other : least, true);
        }
    }

    /** A pack has come that says nothing of the clock. */
    void heard(Instant now) {
        heard = now;
    }

    /** The pack that was heard last is refused, for it is too far ahead. */
    void refused(Instant now) {
        refused = now;
    }

    /**
     * A pack has come.
     *
     * @param sequence its number; what lies before those that came says nothing new
     * @param time when the last of its values was measured
     * @return whether it tells something new of the clock
     */
    boolean heard(long sequence, Instant time, Instant now) {
        heard(now);
        first = earlier(first, now);
        if (sequence <= last) {
            return false;
        }
        age = Duration.between(time, now);
        boolean isSetBack = newest.isAfter(time.plus(JITTER));
        boolean isRightAgain = behind.compareTo(TOLERATED.negated()) < 0 && age.compareTo(TOLERATED.negated()) > 0;
        if (isSetBack || isRightAgain) {
            run = null;
            above = null;
            behind = Duration.ZERO;
        }
        last = sequence;
        newest = time;
        learn(now);
        return true;
    }

    private void learn(Instant now) {
        Run lowest = run;
        if (lowest == null || age.compareTo(lowest.age.minus(JITTER)) < 0) {
            run = new Run(now, age, age, false);
            above = null;
        } else if (lowest.holds(age)) {
            run = lowest.and(age);
            above = null;
        } else {
            // What waited says nothing, unless all that comes has waited equally long.
            Run higher = above;
            above = higher != null && higher.holds(age) ? higher.and(age) : new Run(now, age, age, false);
            if (above.isSteady(now)) {
                run = above;
                above = null;
            }
        }
        Run present = run;
        if (present == null) {
            return;
        }
        boolean isLess = (present.isTwice || !present.least.isNegative()) && present.least.compareTo(behind) < 0;
        if (isLess || present.isSteady(now)) {
            behind = present.least;
        }
    }

    /** Whether its newest pack was too far ahead, or just tolerated after others were not: it may be further ahead then. */
    boolean isAhead(Instant now) {
        return age.compareTo(TOLERATED.negated()) < 0 && mayKeep(now);
    }

    /** Whether its newest pack shows that it is not ahead. */
    boolean isRight(Instant now) {
        return age.compareTo(JITTER.negated()) > 0 || (first.isBefore(now.minus(KEPT)) && !mayKeep(now));
    }

    private boolean mayKeep(Instant now) {
        return refused.isAfter(now.minus(KEPT));
    }

    /** Whether its packs have come from the present for minutes: none was far ahead, none waited. */
    boolean isPresent(Instant now) {
        Run present = run;
        return present != null && above == null && present.isSteady(now) && !isAhead(now);
    }

    /** How far it is behind the gateway's, negative if it is ahead; zero while nothing is known. */
    Duration behind() {
        return behind;
    }

    /** How far it may be ahead of the gateway's, within what is tolerated; zero if it is not. A single pack counts. */
    Duration ahead() {
        Duration least = age.compareTo(behind) < 0 ? age : behind;
        Duration most = least.isNegative() ? least.negated() : Duration.ZERO;
        return most.compareTo(TOLERATED) < 0 ? most : TOLERATED;
    }

    /** The gateway's time when a pack came last; {@link Instant#MIN} if none has. */
    Instant heard() {
        return heard;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
