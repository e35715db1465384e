package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the clock of one parameter of a device is behind the gateway's steady one, as the ages of its values tell. What
 * comes is as old as it was on its way, or waited for it, so the clock is never further behind than the least age. It is
 * known once several ages were about the least for minutes, which no backlog's are, for that catches up. A later pack with an
 * earlier time may say that the clock was set back, and a much lesser age that it was set ahead; one pack alone says neither.
 * A backlog may look like a clock that was set back until what is live has the age that it had before. A clock that is set
 * back by less than the device was away looks like one that waits, and is believed only after an hour. Needs the device's
 * lock.
 */
final class ParameterClock {
    private static final Duration STEADY = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int FEWEST = 4;
    private static final int MANY = 12;
    /** How far ages may differ while they are about the same. */
    private static final Duration JITTER = Duration.ofMinutes(1);

    private final Settled settled = new Settled();
    private final LeastLately lately = new LeastLately();
    private Instant newest = Instant.MIN;
    private Instant heard = Instant.MIN;
    /** The time of the newest value that came at once. */
    private Instant prompt = Instant.MIN;

    private Instant asBefore = Instant.MIN;
    private Instant agreed = Instant.MIN;
    private Instant confirmed = Instant.MIN;
    private @Nullable Setting now;
    /** Of those before, the one that was furthest ahead. */
    private @Nullable Setting former;
    /** Ages that are greater, and about the same, since then. */
    private @Nullable Run above;
    /** An age that is lesser, which one pack had so far. */
    private @Nullable Run below;

    /** An age that one pack had whose time lies before that of an earlier one. */
    private @Nullable Run set;

    private boolean known;
    /** The least age before the clock was set back. */
    private @Nullable Duration before;
    /** When the clock was set ahead, or what was believed of it was too much. */
    private Instant fell = Instant.MIN;

    /**
     * The clock as it was set: since a steady time ({@link Instant#MIN} for ever), from a pack on.
     *
     * @param isCertain whether that is known of it, and not just of the clock as it was before
     * @param settled when its ages had been about the same for minutes; {@link Instant#MAX} until then
     */
    private record Setting(Run run, boolean isCertain, long from, Instant begun, Instant settled) {
        Setting(Run run, boolean isCertain, long from, Instant begun) {
            this(run, isCertain, from, begun, Instant.MAX);
        }

        Setting with(Run other) {
            return new Setting(other, isCertain, from, begun, settled);
        }

        Setting settledAt(Instant steady) {
            Instant first = settled.isBefore(steady) ? settled : steady;
            return new Setting(run.aboutTheLeast(), true, from, begun, first);
        }
    }

    /**
     * Packs of about the age of the first one, or of the least once that lasts: that, the least of them, since when, with which
     * pack it began, how many.
     */
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

        Run aboutTheLeast() {
            return new Run(least, least, since, first, packs);
        }

        Run from(long sequence) {
            return new Run(age, least, since, Math.min(first, sequence), packs);
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
        if (time.equals(newest)) {
            // A value that is sent again tells nothing.
            return;
        }
        Duration age = Duration.between(time, steady);
        heard = steady;
        settled.heard(age, steady, lately.isUsual(age, steady));
        lately.heard(age, steady);
        Setting present = now;
        if (present == null) {
            now = new Setting(Run.of(age, steady, sequence), true, 0, Instant.MIN);
            newest = time;
        } else if (present.run().isLess(age)) {
            fall(present, age, sequence, steady, time);
            settle(steady, isRight);
        } else if (time.isBefore(newest.minus(JITTER))) {
            Run other = set;
            if (other != null && other.isAbout(age)) {
                begin(other.and(age), false, steady);
                newest = time;
            } else {
                set = Run.of(age, steady, sequence);
            }
        } else {
            newest = time;
            below = null;
            set = null;
            stay(present, age, sequence, steady, isRight);
        }
        if (settled.isAt(steady) && lately.isUsual(age, steady)) {
            prompt = time;
        }
    }

    /** One pack alone may have a time that is nobody's. */
    private void fall(Setting present, Duration age, long sequence, Instant steady, Instant time) {
        Setting earlier = former;
        Run lesser = below;
        if (earlier != null && earlier.run().isAbout(age)) {
            now = earlier.with(earlier.run().and(age));
            former = null;
        } else if (lesser != null && lesser.isAbout(age)) {
            Run both = new Run(lesser.age(), lesser.and(age).least(), lesser.since(), lesser.first(), 2);
            // What was told before it was set ahead seems older than it is, so it counts as the same setting.
            now = present.with(both);
            fell = lesser.since();
        } else {
            below = Run.of(age, steady, sequence);
            return;
        }
        below = null;
        above = null;
        set = null;
        newest = time;
        lately.begin(age, steady);
    }

    private void stay(Setting present, Duration age, long sequence, Instant steady, boolean isRight) {
        if (present.run().isAbout(age)) {
            now = present.with(present.run().and(age));
            above = null;
            asBefore = steady;
            agree(steady);
            settle(steady, isRight);
            return;
        }
        Run higher = above;
        Run next = higher != null && higher.isAbout(age) ? higher.and(age) : Run.of(age, steady, sequence);
        above = next;
        if (next.lasts(LONG, MANY, steady)) {
            begin(next, true, steady);
        }
    }

    private void agree(Instant steady) {
        if (agreed.equals(Instant.MIN) || !steady.isBefore(agreed.plus(STEADY))) {
            confirmed = agreed;
            agreed = steady;
        }
    }

    private void settle(Instant steady, boolean isRight) {
        Setting present = now;
        if (present != null && below == null && present.run().lasts(STEADY, isRight ? 2 : FEWEST, steady)) {
            known = true;
            now = present.settledAt(steady);
        }
    }

    /** From a pack on the clock is another one. */
    private void begin(Run other, boolean isCertain, Instant steady) {
        Setting last = now;
        if (last != null) {
            Duration least = last.run().least();
            before = before == null || least.compareTo(before) < 0 ? least : before;
            former = former == null || least.compareTo(former.run().least()) < 0 ? last : former;
        }
        now = new Setting(other, isCertain, other.first(), steady);
        above = null;
        below = null;
        set = null;
        lately.begin(other.least(), steady);
    }

    /**
     * The device's counter began anew with a pack: what its numbers told of a clock that was set says nothing of later ones. Of
     * one that never was, they told nothing; and what looks like another counter may be a queue.
     */
    void beganAnew(long sequence, Instant steady) {
        Setting present = now;
        if (present == null) {
            return;
        }
        boolean wasSet = !present.begun().equals(Instant.MIN);
        now = new Setting(
                present.run().from(sequence),
                present.isCertain(),
                wasSet ? sequence : present.from(),
                wasSet ? steady : present.begun(),
                present.settled());
        if (wasSet) {
            former = null;
        }
        above = null;
        below = null;
        set = null;
    }

    /** Whether it was known once; afterwards it is known what it is at least. */
    boolean isKnown() {
        return known;
    }

    /** Whether it was known before a steady time as it is known now. */
    boolean isKnownSince(Instant steady, long sequence) {
        Setting present = now;
        return known
                && present != null
                && below == null
                && sequence >= present.from()
                && sequence >= present.run().first()
                && present.settled().isBefore(steady);
    }

    /** Whether the clock was set since a steady time, or a pack is of before it was set. */
    boolean isSetSince(Instant steady, long sequence) {
        Setting present = now;
        return below != null || (present != null && (!present.begun().isBefore(steady) || sequence < present.from()));
    }

    /** Whether the clock was not heard to be as before since a steady time. */
    boolean isDoubtful(Instant steady) {
        return asBefore.isBefore(steady);
    }

    /** When the clock was set; {@link Instant#MIN} if it never was. */
    Instant begun() {
        Setting present = now;
        return present == null ? Instant.MIN : present.begun();
    }

    /** The first pack by which the clock is known. */
    long first() {
        Setting present = now;
        return present == null ? Long.MAX_VALUE : present.run().first();
    }

    /**
     * Whether a value that came at a steady time has the age that those have had for minutes that are sent at once, or is sent
     * again after it had.
     */
    boolean isLive(Instant time, Instant arrived) {
        Setting present = now;
        return present != null
                && present.isCertain()
                && below == null
                && present.run().lasts(STEADY, 2, heard)
                && !arrived.isBefore(present.run().since())
                && (time.equals(prompt)
                        || (settled.isAt(arrived) && lately.isUsual(Duration.between(time, arrived), arrived)));
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
        Setting present = now;
        boolean isNow = present != null && sequence >= present.from() && present.isCertain();
        return earlier == null || isNow || least.compareTo(earlier) < 0 ? least : earlier;
    }

    /** How far the clock of a pack is behind, probably. */
    Duration behind(long sequence) {
        Run higher = above;
        if (higher != null && sequence >= higher.first() && higher.lasts(STEADY, FEWEST, newest.plus(higher.least()))) {
            return higher.least();
        }
        Setting present = now;
        return present != null && sequence < present.from() ? behindAtLeast(sequence) : least();
    }

    /** How far the clock is behind, by the last word of it. */
    Duration behindLast() {
        Run other = set;
        return other == null ? least() : other.least();
    }

    /** The least age so far. */
    private Duration least() {
        Run lesser = below;
        Setting present = now;
        if (lesser != null) {
            return lesser.least();
        }
        return present == null ? Duration.ZERO : present.run().least();
    }
}
