package org.vitaledger.edge.admit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells whose clock is wrong when times are off on one side: that of some devices, or the gateway's own. Every device that
 * was heard lately counts once, by its last word, so that a clock that is set is noticed as soon as devices were heard
 * since. "Lately" is this span of the gateway's clock and the one before, long enough for slow devices, too. Safe for any
 * thread.
 */
final class ClockWatch {
    private static final long SPAN_SECONDS = 1800;

    private final int fewest;
    private volatile long span = Long.MIN_VALUE;
    private volatile Counts counts = new Counts();
    private Counts before = new Counts();
    private volatile boolean suspected;
    /** The last time of suspicion: from when to when. */
    private Instant from = Instant.MAX;

    private Instant to = Instant.MIN;

    /** A watch that doubts the gateway's clock when so many devices are off, and more than are right. */
    ClockWatch(int fewest) {
        this.fewest = fewest;
    }

    /** The devices that were heard last in one span. */
    private static final class Counts {
        private int right;
        private int off;

        int devices() {
            return right + off;
        }

        void add(boolean isOff, int devices) {
            if (isOff) {
                off += devices;
            } else {
                right += devices;
            }
        }
    }

    /** A device's last word and where it is counted; needs the device's lock. */
    static final class Seen {
        private @Nullable Counts counted;
        private boolean off;
        private Instant rightAt = Instant.MAX;
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

    /**
     * A device sent times that are not off.
     *
     * @param isSure whether they are not nearly off either: what a client keeps for a clock that is behind comes when it is
     *     just tolerated
     */
    void right(Seen seen, boolean isSure, Instant now) {
        // Most packs say what the last one said, and don't wait for those of other devices.
        if (isSure) {
            seen.rightAt = now;
        }
        if (seen.off || seen.counted != counts || span != spanOf(now)) {
            count(seen, false, now);
        }
    }

    /** A device sent a time that is off. */
    synchronized Finding off(Seen seen, Instant now) {
        boolean known = suspected;
        turn(now);
        if (isAlone(seen) && !now.isBefore(seen.rightAt)) {
            // Nobody else can say whose clock it is, but this one was right, and the gateway's has not been set back
            // since.
            return Finding.DEVICE;
        }
        count(seen, true, now);
        if (!suspected) {
            return Finding.DEVICE;
        }
        return known ? Finding.GATEWAY : Finding.GATEWAY_NEWLY;
    }

    /** Whether most devices are off by the gateway's clock. */
    boolean suspected(Instant now) {
        return span == spanOf(now) ? suspected : suspectedIn(now);
    }

    private synchronized boolean suspectedIn(Instant now) {
        turn(now);
        return suspected;
    }

    /** Whether the gateway's clock was suspected at any time between two, as far as that is remembered. */
    synchronized boolean wasSuspected(Instant begin, Instant end) {
        return !from.isAfter(end) && !to.isBefore(begin);
    }

    /** Whether no other device was heard lately than this one, which was. */
    private boolean isAlone(Seen seen) {
        boolean isHeard = seen.counted == counts || seen.counted == before;
        return isHeard && counts.devices() + before.devices() == 1;
    }

    private synchronized void count(Seen seen, boolean isOff, Instant now) {
        turn(now);
        if (seen.counted != null) {
            seen.counted.add(seen.off, -1);
        }
        counts.add(isOff, 1);
        seen.counted = counts;
        seen.off = isOff;
        judge(now);
    }

    private void turn(Instant now) {
        long current = spanOf(now);
        if (current != span) {
            // A clock that was set by more leaves nothing to compare with.
            before = current == span + 1 ? counts : new Counts();
            counts = new Counts();
            span = current;
            judge(now);
        }
    }

    private void judge(Instant now) {
        int off = counts.off + before.off;
        boolean known = suspected;
        suspected = off >= fewest && off > counts.right + before.right;
        if (suspected) {
            from = known ? from : now;
            to = now;
        }
    }

    private static long spanOf(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), SPAN_SECONDS);
    }
}
