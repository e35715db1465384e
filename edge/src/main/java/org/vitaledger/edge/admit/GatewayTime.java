package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;

/**
 * What the gateway's clocks say at one moment.
 *
 * @param steady the one that nobody sets
 * @param now the other
 * @param latest the latest time that a device is heard with
 * @param shift how far the two were apart lately
 */
record GatewayTime(Instant steady, Instant now, Instant latest, ClockShift shift) {
    /** By how much the clock that may be set is ahead of the steady one. */
    Duration ahead() {
        return Duration.between(steady, now);
    }

    /** How far a device may be ahead. */
    Duration tolerated() {
        return Duration.between(now, latest);
    }
}
