package org.vitaledger.device.replay;

import java.time.Duration;
import java.time.Instant;

/** How fast recorded time passes. */
public sealed interface Pace {
    /**
     * So many times as fast as it was recorded.
     *
     * @param factor 1 is real time
     */
    record Times(double factor) implements Pace {
        public Times {
            if (!(factor > 0) || Double.isInfinite(factor)) {
                throw new IllegalArgumentException("a pace is a positive number");
            }
        }

        @Override
        public Instant moment(Instant start, Duration offset, Instant now) {
            return start.plusNanos((long) (offset.toNanos() / factor));
        }
    }

    /** As fast as the receiver takes it: everything happens now. */
    record Unbounded() implements Pace {
        @Override
        public Instant moment(Instant start, Duration offset, Instant now) {
            return now;
        }
    }

    /** As fast as it was recorded. */
    static Pace realTime() {
        return new Times(1);
    }

    /** When {@code offset} has passed since {@code start}. */
    Instant moment(Instant start, Duration offset, Instant now);
}
