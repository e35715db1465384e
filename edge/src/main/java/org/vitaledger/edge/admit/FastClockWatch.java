package org.vitaledger.edge.admit;

import java.time.Instant;
import org.vitaledger.edge.rules.BedsideRules;

/**
 * Tells that the gateway's own clock is fast: most devices are behind it by more than what is late, and stay so. Every device
 * that was heard lately counts once, by its clock. Decides about no pack. Safe for any thread.
 */
final class FastClockWatch {
    private static final int FEWEST_DEVICES = 2;

    private final ClockWatch watch = new ClockWatch(FEWEST_DEVICES);
    private boolean told;

    /** A device's clock has told something new. */
    void heard(KnownDevice device, GatewayTime time) {
        if (device.clock().behind(time).compareTo(BedsideRules.LATE) > 0) {
            watch.off(device.seenLate(), time.now());
        } else {
            watch.right(device.seenLate(), true, time.now());
        }
    }

    /** Whether the gateway's clock is fast. */
    boolean suspected(Instant now) {
        return watch.suspected(now);
    }

    /** Whether it is, and this is the first answer that says so since it was not. */
    synchronized boolean suspectedNewly(Instant now) {
        boolean known = told;
        told = suspected(now);
        return told && !known;
    }
}
