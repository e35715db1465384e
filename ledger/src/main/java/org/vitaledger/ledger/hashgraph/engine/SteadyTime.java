package org.vitaledger.ledger.hashgraph.engine;

import com.swirlds.base.time.Time;
import java.time.Instant;

/**
 * The machine's clock for the engine, but never going back: when that one is set back, this one goes on at half the speed until
 * both agree. The engine measures its pauses by the clock, and would make no events for as long as the clock was set back.
 * Ahead it may be: consensus time is the members' median. Safe for any thread.
 */
final class SteadyTime implements Time {
    private final Time clock;
    private Instant last;
    private long since;

    SteadyTime(Time clock) {
        this.clock = clock;
        this.last = clock.now();
        this.since = clock.nanoTime();
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public long currentTimeMillis() {
        return now().toEpochMilli();
    }

    @Override
    public synchronized Instant now() {
        long nanos = clock.nanoTime();
        Instant least = last.plusNanos((nanos - since) / 2);
        Instant told = clock.now();
        last = told.isAfter(least) ? told : least;
        since = nanos;
        return last;
    }
}
