package org.vitaledger.edge.admit;

import java.time.Instant;

/**
 * Tells whose clock is wrong when times are off on one side: that of some devices, or the gateway's own. Counts devices by
 * spans of the gateway's clock that are long enough for slow devices, too. Safe for any thread.
 */
final class ClockWatch {
    private static final long SPAN_SECONDS = 1800;

    private final int fewest;
    private long span = Long.MIN_VALUE;
    private Counts counts = new Counts(0, 0);
    private Counts before = new Counts(0, 0);
    private boolean suspected;

    private record Counts(int right, int off) {}

    /**
     * A watch that doubts the gateway's clock when so many devices are off, and more than are right.
     */
    ClockWatch(int fewest) {
        this.fewest = fewest;
    }

    /** When a device was counted last; needs the device's lock. */
    static final class Seen {
        private long right = Long.MIN_VALUE;
        private long off = Long.MIN_VALUE;
    }

    /** What to think of times that are off. */
    enum Finding {
        /** The device's clock is wrong. */
        DEVICE,
        /** The gateway's clock is wrong, which was not known before. */
        GATEWAY_NEWLY,
        /** The gateway's clock is wrong still. */
        GATEWAY
    }

    /** A device sent times that are not off. */
    void right(Seen seen, Instant now) {
        long current = spanOf(now);
        if (seen.right != current) {
            seen.right = current;
            count(current, 1, 0);
        }
    }

    /** A device sent a time that is off. */
    Finding off(Seen seen, Instant now) {
        long current = spanOf(now);
        boolean first = seen.off != current;
        seen.off = current;
        return judge(current, first);
    }

    /** Whether most devices are off by the gateway's clock. */
    synchronized boolean suspected(Instant now) {
        count(spanOf(now), 0, 0);
        return suspected;
    }

    private synchronized Finding judge(long current, boolean first) {
        boolean known = suspected;
        count(current, 0, first ? 1 : 0);
        if (!suspected) {
            return Finding.DEVICE;
        }
        return known ? Finding.GATEWAY : Finding.GATEWAY_NEWLY;
    }

    private synchronized void count(long current, int right, int off) {
        if (current != span) {
            // A clock that was set leaves nothing to compare with.
            before = current == span + 1 ? counts : new Counts(0, 0);
            counts = new Counts(0, 0);
            span = current;
        }
        counts = new Counts(counts.right() + right, counts.off() + off);
        int most = Math.max(counts.off(), before.off());
        suspected = most >= fewest && most > Math.max(counts.right(), before.right());
    }

    static long spanOf(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), SPAN_SECONDS);
    }
}
