package org.vitaledger.edge.rules;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What readings that came late, or under a clock that is wrong, have told of one patient. They know nothing of the
 * present, so they neither begin nor end an excursion. So that a backlog is no flood, each rule is told once a level, and
 * again only when its interval has passed at the gateway. What goes on arriving counts as open, for a wrong clock must not
 * hide it. Guarded by its owner.
 */
final class LateTrack {
    private final byte[] levels;
    private final long[] toldAt;
    private final boolean[] isOpen;
    private final long[] metAt;
    private final long[] lastTime;
    /** Of what is open: what met it last, and ends it. */
    private final @Nullable String[] codes;

    private final @Nullable Alert[] told;
    private final News2Sheet sheet = new News2Sheet();

    LateTrack(int slots) {
        levels = new byte[slots];
        toldAt = new long[slots];
        isOpen = new boolean[slots];
        metAt = new long[slots];
        lastTime = new long[slots];
        codes = new String[slots];
        told = new Alert[slots];
    }

    /** The values for the score. */
    News2Sheet sheet() {
        return sheet;
    }

    /**
     * When a reading of a code was measured, when it arrived, and how long its rule is silent after an alert.
     */
    record Arrival(String code, long time, long now, long repeat) {}

    /** Whether an alert of a level is due. */
    boolean observe(int slot, int level, Arrival arrival) {
        boolean isNewest = arrival.time >= lastTime[slot];
        lastTime[slot] = Math.max(lastTime[slot], arrival.time);
        if (level == 0) {
            isOpen[slot] &= !isNewest || !arrival.code.equals(codes[slot]);
            return false;
        }
        isOpen[slot] = true;
        codes[slot] = arrival.code;
        metAt[slot] = arrival.now;
        long since = arrival.now - toldAt[slot];
        boolean isOver = since >= arrival.repeat || since < 0;
        if (level <= levels[slot] && !isOver) {
            return false;
        }
        levels[slot] = (byte) level;
        toldAt[slot] = arrival.now;
        return true;
    }

    /** Values of the rule and code that tell the present arrive again: what came late says nothing more. */
    void overtaken(int slot, String code) {
        isOpen[slot] &= !code.equals(codes[slot]);
    }

    /** Whether any rule but that of a slot is open. */
    boolean isOpenBeside(int slot) {
        for (int other = 0; other < isOpen.length; other++) {
            if (other != slot && isOpen[other]) {
                return true;
            }
        }
        return false;
    }

    /** Remembers the alert that was due. */
    void tell(int slot, Alert alert) {
        told[slot] = alert;
    }

    /** The last alert of each rule that was met by what arrived lately. */
    void forEachOpen(long now, Consumer<Alert> visitor) {
        for (int slot = 0; slot < told.length; slot++) {
            Alert alert = told[slot];
            if (alert != null && isOpen[slot] && Math.abs(now - metAt[slot]) <= PatientState.LATE_MILLIS) {
                visitor.accept(alert);
            }
        }
    }
}
