package org.vitaledger.edge.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which rules of one patient are met at present. Each rule has a slot; its level is 0 when the value is as it should be.
 * Guarded by its owner.
 *
 * <p>An alert is due when the level is another one, also a lower one, for what is open must say what is, when a critical
 * value is a step worse than the one that was told last, and again when the level has stayed for the rule's interval, be it
 * only inside the hysteresis. The level is that of the worst source: a source's own falls when it has come back by the rule's
 * hysteresis, and it counts no more when it has been silent for {@link #SILENCE} while another one speaks. So nothing flaps.
 *
 * <p>Values that rise and fall all the time are told at most {@value #MOST} times a level in the rule's interval, and those
 * that get worse at most {@value #MOST_STEPS} times more; what was left out is told once the level has lasted for
 * {@link #LASTING}, or when the interval is over, and until then the last alert of that level is open again. A rule that is
 * met and of whose quantity nothing more comes says so once.
 */
final class Excursions {
    /** After it, a source that says nothing more leaves the word to others. */
    static final Duration SILENCE = Duration.ofMinutes(15);

    /** After it, nobody takes an excursion for one that goes on, unless a new value says so. */
    static final Duration FORGOTTEN = Duration.ofHours(24);

    /** A level that has lasted so long at the gateway does not flutter. */
    static final Duration LASTING = Duration.ofMinutes(1);

    /** So many sources of one rule are told apart; of more, the one that was silent for longest gives way. */
    static final int SOURCES = 8;

    static final int MOST = 4;
    static final int MOST_STEPS = 8;
    private static final int LEVELS = 3;
    private static final int COUNTERS = LEVELS + 1;

    private final byte[] levels;
    private final boolean[] owed;
    private final long[] changedAt;
    private final long[] alertedAt;
    private final long[] confirmedAt;
    /** What each source said last of a rule that is met, who spoke last at the end. */
    private final @Nullable List<Said>[] sources;

    /** The level of the alert that was told last, or owed. */
    private final byte[] decided;

    private final @Nullable Alert[] alerts;
    private final @Nullable Alert[] told;
    private final long[] countedFrom;
    private final byte[] counts;
    private final int[] steps;
    private final long[] heardAt;
    private final long[] silences;
    private final @Nullable Alert[] silent;

    Excursions(int slots) {
        levels = new byte[slots];
        owed = new boolean[slots];
        changedAt = new long[slots];
        alertedAt = new long[slots];
        confirmedAt = new long[slots];
        sources = lists(slots);
        decided = new byte[slots];
        alerts = new Alert[slots];
        told = new Alert[slots * LEVELS];
        countedFrom = new long[slots];
        Arrays.fill(countedFrom, Long.MIN_VALUE);
        counts = new byte[slots * COUNTERS];
        steps = new int[slots];
        heardAt = new long[slots];
        silences = new long[slots];
        silent = new Alert[slots];
    }

    @SuppressWarnings("unchecked") // arrays of a generic type can't be made otherwise
    private static @Nullable List<Said>[] lists(int slots) {
        return (List<Said>[]) new List<?>[slots];
    }

    private record Said(Object source, int level, long time, long arrival) {}

    /**
     * How long a rule keeps quiet, in milliseconds.
     *
     * @param repeat after an alert, while its level stays
     * @param silence when nothing more comes while it is met; 0 for ever
     */
    record Pace(long repeat, long silence) {}

    /**
     * When a value was measured and when it arrived, in milliseconds.
     *
     * @param source what measured it
     */
    record Moment(long time, long arrival, Pace pace, Object source) {}

    /**
     * How bad a value is.
     *
     * @param level of the value itself
     * @param held the level if the limits were tighter by the hysteresis; not below {@code level}
     * @param steps how many steps it lies beyond the limit of the highest level
     */
    record Grade(int level, int held, int steps) {}

    /** Whether the rule is met at present. */
    boolean isMet(int slot) {
        return levels[slot] > 0;
    }

    /**
     * A value has come.
     *
     * @return the level of the alert that is due, 0 if none is
     */
    int observe(int slot, Grade grade, Moment moment) {
        heard(slot, moment);
        int before = levels[slot];
        int own = say(slot, grade, moment);
        int now = worst(slot);
        levels[slot] = (byte) now;
        if (now != before) {
            steps[slot] = 0;
            changedAt[slot] = moment.arrival;
        }
        if (now == 0) {
            owed[slot] = false;
            alerts[slot] = null;
            decided[slot] = 0;
            sources[slot] = null;
            return 0;
        }
        if (own < now) {
            // The source that is worse tells it with its next value.
            return 0;
        }
        confirmedAt[slot] = before == 0 ? moment.time : Math.max(confirmedAt[slot], moment.time);
        long since = moment.arrival - alertedAt[slot];
        boolean isRecent = since >= 0 && since < moment.pace.repeat;
        boolean isDue = now != decided[slot] || owed[slot] || !isRecent;
        boolean isWorse = now == before && grade.steps > steps[slot];
        decided[slot] = (byte) now;
        boolean isLasting = owed[slot] && moment.arrival - changedAt[slot] >= LASTING.toMillis();
        if (isDue) {
            owed[slot] = !isLasting && !count(slot, now - 1, MOST, moment);
            if (owed[slot]) {
                alerts[slot] = told[slot * LEVELS + now - 1];
                return 0;
            }
        } else if (!isWorse || !count(slot, LEVELS, MOST_STEPS, moment)) {
            return 0;
        }
        alertedAt[slot] = moment.arrival;
        steps[slot] = isLasting ? Math.max(steps[slot], grade.steps) : grade.steps;
        return now;
    }

    private void heard(int slot, Moment moment) {
        heardAt[slot] = moment.arrival;
        silences[slot] = moment.pace.silence;
        silent[slot] = null;
    }

    /** Takes down what a source says; its own level. */
    private int say(int slot, Grade grade, Moment moment) {
        List<Said> said = sources[slot];
        if (said == null) {
            said = new ArrayList<>(1);
            sources[slot] = said;
        }
        Said last = null;
        for (Iterator<Said> each = said.iterator(); each.hasNext(); ) {
            Said one = each.next();
            if (one.source.equals(moment.source)) {
                last = one;
                each.remove();
            } else if (moment.arrival - one.arrival > SILENCE.toMillis()) {
                each.remove();
            }
        }
        int own = grade.level;
        long time = moment.time;
        if (last != null) {
            time = Math.max(time, last.time);
            boolean isOlder = moment.time < last.time;
            own = Math.max(own, isOlder ? last.level : Math.min(last.level, grade.held));
        }
        if (said.size() == SOURCES) {
            said.removeFirst();
        }
        said.add(new Said(moment.source, own, time, moment.arrival));
        return own;
    }

    private int worst(int slot) {
        int worst = 0;
        List<Said> said = sources[slot];
        if (said != null) {
            for (Said one : said) {
                worst = Math.max(worst, one.level);
            }
        }
        return worst;
    }

    /** Counts an alert; false if there were too many already. */
    private boolean count(int slot, int counter, int most, Moment moment) {
        boolean isFirst = countedFrom[slot] > moment.arrival
                || countedFrom[slot] == Long.MIN_VALUE
                || moment.arrival - countedFrom[slot] >= moment.pace.repeat;
        if (isFirst) {
            countedFrom[slot] = moment.arrival;
            Arrays.fill(counts, slot * COUNTERS, (slot + 1) * COUNTERS, (byte) 0);
        }
        int at = slot * COUNTERS + counter;
        if (counts[at] >= most) {
            return false;
        }
        counts[at]++;
        return true;
    }

    /** Remembers the alert that was due, as long as the rule is met. */
    void tell(int slot, Alert alert) {
        alerts[slot] = alert;
        told[slot * LEVELS + levels[slot] - 1] = alert;
    }

    /** Shows {@code visitor} the last alert of each rule that is still met at a time, and that nothing more comes of it. */
    void forEachOpen(long now, Consumer<Alert> visitor) {
        for (int slot = 0; slot < levels.length; slot++) {
            Alert alert = openAt(slot, now);
            if (alert != null) {
                visitor.accept(isSilent(slot, now) ? alert.asStale() : alert);
                Alert technical = silent[slot];
                if (technical != null) {
                    visitor.accept(technical);
                }
            }
        }
    }

    /**
     * Says once of each rule that is still met that nothing more has come of it.
     *
     * @param isWatched whether the device that raised an alert is still to bring more
     */
    List<Alert> silent(long now, Predicate<Alert> isWatched) {
        List<Alert> told = new ArrayList<>(0);
        for (int slot = 0; slot < levels.length; slot++) {
            Alert alert = openAt(slot, now);
            if (alert != null && silent[slot] == null && isSilent(slot, now) && isWatched.test(alert)) {
                Alert technical = alert.silent(Instant.ofEpochMilli(heardAt[slot]));
                silent[slot] = technical;
                told.add(technical);
            }
        }
        return told;
    }

    private @Nullable Alert openAt(int slot, long now) {
        return now - confirmedAt[slot] <= FORGOTTEN.toMillis() ? alerts[slot] : null;
    }

    private boolean isSilent(int slot, long now) {
        return silences[slot] > 0 && now - heardAt[slot] >= silences[slot];
    }
}
