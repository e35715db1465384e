package org.vitaledger.edge.rules;

/**
 * Which rules of one device are met at present. Each rule has a slot; its level is 0 when the value is as it should be.
 * Guarded by its owner.
 *
 * <p>An alert is due when the level rises, and again when it has stayed for the rule's interval. The level falls only when
 * the value has come back by the rule's hysteresis. A value that was measured before the one that gave the level can
 * raise it but not lower it.
 */
final class Excursions {
    private final byte[] levels;
    private final long[] alertedAt;
    private final long[] confirmedAt;

    Excursions(int slots) {
        levels = new byte[slots];
        alertedAt = new long[slots];
        confirmedAt = new long[slots];
    }

    /** Whether the rule is met at present. */
    boolean isMet(int slot) {
        return levels[slot] > 0;
    }

    /**
     * A value has come.
     *
     * @param level of the value itself
     * @param held the level if the limits were tighter by the hysteresis; not below {@code level}
     * @return whether an alert is due
     */
    boolean observe(int slot, int level, int held, Moment moment) {
        int before = levels[slot];
        long time = moment.millis;
        if (level > before) {
            levels[slot] = (byte) level;
            alertedAt[slot] = time;
            confirmedAt[slot] = before == 0 ? time : Math.max(confirmedAt[slot], time);
            return true;
        }
        if (level < before) {
            if (time >= confirmedAt[slot]) {
                levels[slot] = (byte) Math.min(before, held);
            }
            return false;
        }
        confirmedAt[slot] = Math.max(confirmedAt[slot], time);
        boolean isDue = level > 0 && time - alertedAt[slot] >= moment.repeatMillis;
        if (isDue) {
            alertedAt[slot] = time;
        }
        return isDue;
    }

    /** When the value was measured, and after how long the rule's alerts come again. */
    record Moment(long millis, long repeatMillis) {}
}
