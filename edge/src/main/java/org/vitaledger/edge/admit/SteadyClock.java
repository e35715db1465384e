package org.vitaledger.edge.admit;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that nobody sets: it begins with the time of another and only goes on. Safe for any thread. */
public final class SteadyClock implements InstantSource {
    private final Instant start;
    private final long nanos = System.nanoTime();

    /** A clock that shows {@code start} now. */
    public SteadyClock(Instant start) {
        this.start = start;
    }

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - nanos);
    }
}
