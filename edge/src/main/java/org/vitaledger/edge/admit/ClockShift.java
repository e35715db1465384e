package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;

/**
 * By how much the gateway's clock, which may be set or fall back for a moment, was ahead of its steady one lately: the least
 * and the most, over this hour and the one before. Safe for any thread.
 */
final class ClockShift {
    private static final long SPAN_SECONDS = 3600;

    private volatile Range now = new Range(Long.MIN_VALUE, Duration.ZERO, Duration.ZERO);
    private volatile Range before = now;

    /** The extremes of one span. */
    private record Range(long span, Duration least, Duration most) {
        boolean holds(Duration shift) {
            return shift.compareTo(least) >= 0 && shift.compareTo(most) <= 0;
        }

        Range and(Duration shift) {
            return new Range(
                    span, shift.compareTo(least) < 0 ? shift : least, shift.compareTo(most) > 0 ? shift : most);
        }
    }

    /** Both clocks were read. */
    void saw(Instant steady, Instant time) {
        Duration shift = Duration.between(steady, time);
        long span = Math.floorDiv(steady.getEpochSecond(), SPAN_SECONDS);
        Range range = now;
        if (range.span() != span || !range.holds(shift)) {
            add(span, shift);
        }
    }

    private synchronized void add(long span, Duration shift) {
        if (now.span() != span) {
            Range fresh = new Range(span, shift, shift);
            before = now.span() == span - 1 ? now : fresh;
            now = fresh;
        }
        now = now.and(shift);
    }

    Duration least() {
        Duration one = now.least();
        Duration other = before.least();
        return one.compareTo(other) < 0 ? one : other;
    }

    Duration most() {
        Duration one = now.most();
        Duration other = before.most();
        return one.compareTo(other) > 0 ? one : other;
    }
}
