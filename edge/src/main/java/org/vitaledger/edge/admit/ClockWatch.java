package org.vitaledger.edge.admit;

import java.time.Instant;

/**
 * Tells whose clock is wrong when times lie ahead: that of one device, or the gateway's own. Counts devices by the
 * minutes of the gateway's clock. Safe for any thread.
 */
final class ClockWatch {
    private static final int FEWEST = 2;

    private long minute = Long.MIN_VALUE;
    private Counts counts = new Counts(0, 0);
    private Counts before = new Counts(0, 0);
    private boolean suspected;

    private record Counts(int right, int ahead) {}

    /** When a device was counted last; needs the device's lock. */
    static final class Seen {
        private long right = Long.MIN_VALUE;
        private long ahead = Long.MIN_VALUE;
    }

    /** What to think of times ahead. */
    enum Finding {
        /** The device's clock is wrong. */
        DEVICE,
        /** The gateway's clock is wrong, which was not known before. */
        GATEWAY_NEWLY,
        /** The gateway's clock is wrong still. */
        GATEWAY
    }

    /** A device sent times that are not ahead. */
    void right(Seen seen, Instant now) {
        long current = minute(now);
        if (seen.right != current) {
            seen.right = current;
            count(current, 1, 0);
        }
    }

    /** A device sent a time ahead. */
    Finding ahead(Seen seen, Instant now) {
        long current = minute(now);
        boolean first = seen.ahead != current;
        seen.ahead = current;
        return judge(current, first);
    }

    /** Whether most devices are ahead of the gateway's clock. */
    synchronized boolean suspected(Instant now) {
        count(minute(now), 0, 0);
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

    private synchronized void count(long current, int right, int ahead) {
        if (current != minute) {
            // A clock that was set leaves nothing to compare with.
            before = current == minute + 1 ? counts : new Counts(0, 0);
            counts = new Counts(0, 0);
            minute = current;
        }
        counts = new Counts(counts.right() + right, counts.ahead() + ahead);
        int most = Math.max(counts.ahead(), before.ahead());
        suspected = most >= FEWEST && most > Math.max(counts.right(), before.right());
    }

    private static long minute(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), 60);
    }
}
