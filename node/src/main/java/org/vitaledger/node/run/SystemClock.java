package org.vitaledger.node.run;

import java.time.Instant;
import java.time.InstantSource;

/** The machine's clock, in whole milliseconds: the one place that asks it. */
@OwnsTheClock
public final class SystemClock implements InstantSource {
    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }
}
