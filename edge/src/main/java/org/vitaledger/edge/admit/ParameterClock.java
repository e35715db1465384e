package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the clock of one parameter of a device is behind the gateway's steady one, as the ages of its values tell. What
 * comes is as old as it was on its way, or waited for it, so the clock is never further behind than the least age. It is
 * known once ages were about the least for minutes, which no backlog's are, for that catches up. A later pack with an earlier
 * time says that the clock was set back; a clock that is set back by less than the device was away looks like one that waits,
 * and is believed only after an hour. Needs the device's lock.
 */
final class ParameterClock {
    private static final Duration STEADY = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofHours(1);
    /** How far ages may differ while they are about the same. */
    private static final Duration JITTER = Duration.ofMinutes(1);

    private Instant newest = Instant.MIN;
    private @Nullable Run run;
    /** Ages that are greater, and about the same, since then. */
    private @Nullable Run above;

    private boolean known;
    /** Whether it is known of the clock as it was set last. */
    private boolean certain;
    /** The pack with which the clock as it is now began, and the least age before. */
    private long from;

    private @Nullable Duration before;

    /** Packs of about the age of the first one: that, the least of them, since when, and with which pack it began. */
    private record Run(Duration age, Duration least, Instant since, long first) {
        boolean isAbout(Duration other) {
            return other.minus(age).abs().compareTo(JITTER) <= 0;
        }

        boolean isLess(Duration other) {
            return other.compareTo(age.minus(JITTER)) < 0;
        }

        Run and(Duration other) {
            return other.compareTo(least) < 0 ? new Run(age, other, since, first) : this;
        }

        boolean lasts(Duration span, Instant now) {
            return !now.isBefore(since.plus(span));
        }
    }

    /**
     * A pack has come that is later than all before.
     *
     * @param sequence its number
     * @param time when its last value of the parameter was measured, by the device's clock
     * @param steady the gateway's steady time
     */
    void heard(long sequence, Instant time, Instant steady) {
        Duration age = Duration.between(time, steady);
        Run lowest = run;
        if (lowest == null) {
            run = new Run(age, age, steady, sequence);
        } else if (time.isBefore(newest.minus(JITTER))) {
            begin(new Run(age, age, steady, sequence), false);
        } else if (lowest.isLess(age)) {
            run = new Run(age, age, steady, lowest.first());
            above = null;
        } else if (lowest.isAbout(age)) {
            run = lowest.and(age);
            above = null;
            if (lowest.lasts(STEADY, steady)) {
                known = true;
                certain = true;
            }
        } else {
            Run higher = above;
            above = higher != null && higher.isAbout(age) ? higher.and(age) : new Run(age, age, steady, sequence);
            if (above.lasts(LONG, steady)) {
                begin(above, true);
            }
        }
        newest = time;
    }

    /** From a pack on the clock is another one. */
    private void begin(Run other, boolean isCertain) {
        Run last = run;
        if (last != null && (before == null || last.least().compareTo(before) < 0)) {
            before = last.least();
        }
        run = other;
        above = null;
        from = other.first();
        certain = isCertain;
    }

    /** Whether it was known once; afterwards it is known what it is at least. */
    boolean isKnown() {
        return known;
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
        if (higher != null && sequence >= higher.first() && higher.lasts(STEADY, newest.plus(higher.least()))) {
            return higher.least();
        }
        return sequence >= from ? least() : behindAtLeast(sequence);
    }

    /** The least age so far. */
    Duration least() {
        return run == null ? Duration.ZERO : run.least();
    }
}
