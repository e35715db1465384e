package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the clock of one parameter of a device is behind the gateway's steady one, as the ages of its values tell. What
 * comes is as old as it was on its way, or waited for it, so the clock is never further behind than the least age. It is
 * known once several ages were about the least for minutes, which no backlog's are, for that catches up. A later pack with an
 * earlier time may say that the clock was set back, and a much lesser age that it was set ahead; one pack alone says neither.
 * A clock that is set back by less than the device was away looks like one that waits, and is believed only after an hour.
 * Needs the device's lock.
 */
final class ParameterClock {
    private static final Duration STEADY = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int FEWEST = 4;
    private static final int MANY = 12;
    /** What is sent at once, or with others, is about as old each time. */
    private static final Duration A_WHILE = Duration.ofSeconds(10);
    /** How far ages may differ while they are about the same. */
    private static final Duration JITTER = Duration.ofMinutes(1);

    private Instant newest = Instant.MIN;
    private Instant heard = Instant.MIN;
    private Instant whileSince = Instant.MIN;
    private Duration whileAge = Duration.ZERO;
    /** When packs of several ages came last within a while. */
    private Instant unsettled = Instant.MIN;

    private Instant agreed = Instant.MIN;
    private Instant confirmed = Instant.MIN;
    private @Nullable Run run;
    /** Ages that are greater, and about the same, since then. */
    private @Nullable Run above;
    /** An age that is lesser, which one pack had so far. */
    private @Nullable Run below;

    /** An age that one pack had whose time lies before that of an earlier one. */
    private @Nullable Run set;

    private boolean known;
    /** Whether it is known of the clock as it was set last. */
    private boolean certain;
    /** The pack with which the clock as it is now began, and the least age before. */
    private long from;

    private @Nullable Duration before;
    /** When the clock was set ahead, or what was believed of it was too much. */
    private Instant fell = Instant.MIN;

    /** Packs of about the age of the first one: that, the least of them, since when, with which pack it began, how many. */
    private record Run(Duration age, Duration least, Instant since, long first, int packs) {
        static Run of(Duration age, Instant now, long first) {
            return new Run(age, age, now, first, 1);
        }

        boolean isAbout(Duration other) {
            return other.minus(age).abs().compareTo(JITTER) <= 0;
        }

        boolean isLess(Duration other) {
            return other.compareTo(age.minus(JITTER)) < 0;
        }

        Run and(Duration other) {
            return new Run(age, other.compareTo(least) < 0 ? other : least, since, first, packs + 1);
        }

        boolean lasts(Duration span, int fewest, Instant now) {
            return packs >= fewest && !now.isBefore(since.plus(span));
        }
    }

    /**
     * A pack has come that is later than all before.
     *
     * @param sequence its number
     * @param time when its last value of the parameter was measured, by the device's clock
     * @param steady the gateway's steady time
     * @param isRight whether the gateway's own clock says that it was just measured
     */
    void heard(long sequence, Instant time, Instant steady, boolean isRight) {
        Duration age = Duration.between(time, steady);
        if (steady.isAfter(whileSince.plus(A_WHILE))) {
            whileSince = steady;
            whileAge = age;
        } else if (age.minus(whileAge).abs().compareTo(A_WHILE) > 0) {
            unsettled = steady;
        }
        heard = steady;
        Run lowest = run;
        if (lowest == null) {
            run = Run.of(age, steady, sequence);
            newest = time;
        } else if (lowest.isLess(age)) {
            fall(age, sequence, steady, time);
            settle(steady, isRight);
        } else if (time.isBefore(newest.minus(JITTER))) {
            Run other = set;
            if (other != null && other.isAbout(age)) {
                begin(other.and(age), false);
                newest = time;
            } else {
                set = Run.of(age, steady, sequence);
            }
        } else {
            newest = time;
            below = null;
            set = null;
            stay(lowest, age, sequence, steady, isRight);
        }
    }

    /** One pack alone may have a time that is nobody's. */
    private void fall(Duration age, long sequence, Instant steady, Instant time) {
        Run lesser = below;
        if (lesser == null || !lesser.isAbout(age)) {
            below = Run.of(age, steady, sequence);
            return;
        }
        run = new Run(lesser.age(), lesser.and(age).least(), lesser.since(), lesser.first(), 2);
        below = null;
        above = null;
        newest = time;
        fell = lesser.since();
    }

    private void stay(Run lowest, Duration age, long sequence, Instant steady, boolean isRight) {
        if (lowest.isAbout(age)) {
            run = lowest.and(age);
            above = null;
            agree(steady);
            settle(steady, isRight);
            return;
        }
        Run higher = above;
        Run next = higher != null && higher.isAbout(age) ? higher.and(age) : Run.of(age, steady, sequence);
        above = next;
        if (next.lasts(LONG, MANY, steady)) {
            begin(next, true);
        }
    }

    private void agree(Instant steady) {
        if (agreed.equals(Instant.MIN) || !steady.isBefore(agreed.plus(STEADY))) {
            confirmed = agreed;
            agreed = steady;
        }
    }

    private void settle(Instant steady, boolean isRight) {
        Run present = run;
        if (present != null && below == null && present.lasts(STEADY, isRight ? 2 : FEWEST, steady)) {
            known = true;
            certain = true;
        }
    }

    /** From a pack on the clock is another one. */
    private void begin(Run other, boolean isCertain) {
        Run last = run;
        if (last != null && (before == null || last.least().compareTo(before) < 0)) {
            before = last.least();
        }
        run = other;
        above = null;
        below = null;
        set = null;
        from = other.first();
        certain = isCertain;
    }

    /** Whether it was known once; afterwards it is known what it is at least. */
    boolean isKnown() {
        return known;
    }

    /** Whether it was known before a steady time, and the clock was not set since. */
    boolean isKnownSince(Instant steady, long sequence) {
        Run present = run;
        return known
                && present != null
                && below == null
                && sequence >= present.first()
                && present.since().isBefore(steady);
    }

    /** The first pack by which the clock is known. */
    long first() {
        Run present = run;
        return present == null ? Long.MAX_VALUE : present.first();
    }

    /** Whether a value that came at a steady time has the age that those have had for minutes that are sent at once. */
    boolean isLive(Duration age, Instant arrived) {
        Run present = run;
        return present != null
                && certain
                && below == null
                && present.lasts(STEADY, 2, heard)
                && arrived.isAfter(unsettled.plus(A_WHILE))
                && age.minus(present.least()).abs().compareTo(A_WHILE) <= 0;
    }

    /** A time after which the clock was found to be as before for minutes; {@link Instant#MIN} if it never was. */
    Instant confirmed() {
        return confirmed;
    }

    /** The gateway's steady time when the clock was found to be further ahead than before. */
    Instant fell() {
        return below == null ? fell : below.since();
    }

    /** How far the clock of a pack is behind, not more than that in any doubt. */
    Duration behindAtLeast(long sequence) {
        Duration least = least();
        Duration earlier = before;
        boolean isNow = sequence >= from && certain;
        return earlier == null || isNow || least.compareTo(earlier) < 0 ? least : earlier;
    }

    /** How far the clock of a pack is behind, probably. */
    Duration behind(long sequence) {
        Run higher = above;
        if (higher != null && sequence >= higher.first() && higher.lasts(STEADY, FEWEST, newest.plus(higher.least()))) {
            return higher.least();
        }
        return sequence < from ? behindAtLeast(sequence) : least();
    }

    /** How far the clock is behind, by the last word of it. */
    Duration behindLast() {
        Run other = set;
        return other == null ? least() : other.least();
    }

    /** The least age so far. */
    private Duration least() {
        Run lesser = below;
        Run lowest = run;
        if (lesser != null) {
            return lesser.least();
        }
        return lowest == null ? Duration.ZERO : lowest.least();
    }
}
