package org.vitaledger.edge.rules;

/**
 * What readings that came late, or under a clock that is wrong, have told of one patient. They know nothing of the
 * present, so they neither begin nor end an excursion. So that a backlog is no flood, each rule is told once a level, and
 * again only when its interval has passed at the gateway. Guarded by its owner.
 */
final class LateTrack {
    private final byte[] levels;
    private final long[] toldAt;
    private final News2Sheet sheet = new News2Sheet();

    LateTrack(int slots) {
        levels = new byte[slots];
        toldAt = new long[slots];
    }

    /** The values for the score. */
    News2Sheet sheet() {
        return sheet;
    }

    /** Whether an alert of a level is due, for a reading that arrived at {@code arrival}. */
    boolean observe(int slot, int level, long arrival, long repeat) {
        long since = arrival - toldAt[slot];
        boolean isOver = since >= repeat || since < 0;
        if (level == 0 || (level <= levels[slot] && !isOver)) {
            return false;
        }
        levels[slot] = (byte) level;
        toldAt[slot] = arrival;
        return true;
    }
}
