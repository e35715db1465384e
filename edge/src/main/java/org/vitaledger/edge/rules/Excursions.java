package org.vitaledger.edge.rules;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which rules of one patient are met at present. Each rule has a slot; its level is 0 when the value is as it should be.
 * Guarded by its owner.
 *
 * <p>An alert is due when the level rises, and again when it has stayed for the rule's interval, be it only inside the
 * hysteresis. The level falls only when the source that gave it has come back by the rule's hysteresis, or has been silent
 * for {@link #SILENCE} while another one is well: of two sources that disagree the worse counts, and nothing flaps.
 *
 * <p>Values that rise and fall all the time are told at most {@value #MOST} times a level in the rule's interval; what was
 * left out is told when the interval is over, if it still holds.
 */
final class Excursions {
    /** After it, a source that says nothing more leaves the word to others. */
    static final Duration SILENCE = Duration.ofMinutes(15);

    /** After it, nobody takes an excursion for one that goes on, unless a new value says so. */
    static final Duration FORGOTTEN = Duration.ofHours(24);

    static final int MOST = 4;
    private static final int LEVELS = 3;

    private final byte[] levels;
    private final boolean[] owed;
    private final long[] alertedAt;
    private final long[] confirmedAt;
    private final @Nullable Object[] sources;
    private final @Nullable Alert[] alerts;
    private final long[] countedFrom;
    private final byte[] counts;

    Excursions(int slots) {
        levels = new byte[slots];
        owed = new boolean[slots];
        alertedAt = new long[slots];
        confirmedAt = new long[slots];
        sources = new Object[slots];
        alerts = new Alert[slots];
        countedFrom = new long[slots];
        Arrays.fill(countedFrom, Long.MIN_VALUE);
        counts = new byte[slots * LEVELS];
    }

    /**
     * When a value was measured and when it arrived, in milliseconds, and after how long the rule's alerts come again.
     *
     * @param source what measured it
     */
    record Moment(long time, long arrival, long repeat, Object source) {}

    /** Whether the rule is met at present. */
    boolean isMet(int slot) {
        return levels[slot] > 0;
    }

    /**
     * A value has come.
     *
     * @param level of the value itself
     * @param held the level if the limits were tighter by the hysteresis; not below {@code level}
     * @return the level of the alert that is due, 0 if none is
     */
    int observe(int slot, int level, int held, Moment moment) {
        int before = levels[slot];
        if (level < before && !mayLower(slot, moment)) {
            return 0;
        }
        int now = Math.max(level, Math.min(before, held));
        levels[slot] = (byte) now;
        if (now == 0) {
            owed[slot] = false;
            alerts[slot] = null;
            return 0;
        }
        confirmedAt[slot] = before == 0 ? moment.time : Math.max(confirmedAt[slot], moment.time);
        sources[slot] = moment.source;
        if (now <= before && !owed[slot] && moment.time - alertedAt[slot] < moment.repeat) {
            return 0;
        }
        owed[slot] = !count(slot, now, moment);
        if (owed[slot]) {
            return 0;
        }
        alertedAt[slot] = moment.time;
        return now;
    }

    private boolean mayLower(int slot, Moment moment) {
        if (moment.source.equals(sources[slot])) {
            return moment.time >= confirmedAt[slot];
        }
        return moment.time - confirmedAt[slot] > SILENCE.toMillis();
    }

    /** Counts an alert; false if there were too many already. */
    private boolean count(int slot, int level, Moment moment) {
        boolean isFirst = countedFrom[slot] > moment.arrival
                || countedFrom[slot] == Long.MIN_VALUE
                || moment.arrival - countedFrom[slot] >= moment.repeat;
        if (isFirst) {
            countedFrom[slot] = moment.arrival;
            Arrays.fill(counts, slot * LEVELS, (slot + 1) * LEVELS, (byte) 0);
        }
        int at = slot * LEVELS + level - 1;
        if (counts[at] >= MOST) {
            return false;
        }
        counts[at]++;
        return true;
    }

    /** Remembers the alert that was due, as long as the rule is met. */
    void tell(int slot, Alert alert) {
        alerts[slot] = alert;
    }

    /** Shows {@code visitor} the last alert of each rule that is still met at a time. */
    void forEachOpen(long now, Consumer<Alert> visitor) {
        for (int slot = 0; slot < levels.length; slot++) {
            Alert alert = alerts[slot];
            if (alert != null && now - confirmedAt[slot] <= FORGOTTEN.toMillis()) {
                visitor.accept(alert);
            }
        }
    }
}
