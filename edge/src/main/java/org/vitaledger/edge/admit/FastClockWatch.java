package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vitaledger.edge.rules.BedsideRules;

/**
 * Tells that the gateway's own clock is fast: by it the newest values of most devices are old when they arrive, and stay
 * equally old for minutes. That they stay so tells a wrong clock from a backlog, which catches up. Every device that was
 * heard lately counts once, by its newest value. Decides about no pack. Safe for any thread.
 */
final class FastClockWatch {
    private static final int FEWEST_DEVICES = 2;
    private static final Duration STEADY = Duration.ofMinutes(5);
    /** How far the age of a device's newest values may change while it is steady. */
    private static final Duration JITTER = Duration.ofMinutes(1);

    private final ClockWatch watch = new ClockWatch(FEWEST_DEVICES);
    private boolean told;

    /** What is known of one device; needs the device's lock. */
    static final class Newest {
        private final ClockWatch.Seen seen = new ClockWatch.Seen();
        private Instant time = Instant.MIN;
        private @Nullable Run run;
        private boolean isLate;

        /** False if it is not news: what is older than a value that came before says nothing of a clock. */
        private boolean take(Instant measured, Instant now) {
            // A newest value that lies ahead was measured before a clock was set back.
            if (!measured.isAfter(time) && !time.isAfter(now)) {
                return false;
            }
            time = measured;
            Duration age = Duration.between(measured, now);
            if (age.compareTo(BedsideRules.LATE) <= 0) {
                run = null;
                isLate = false;
            } else if (run == null || age.minus(run.age()).abs().compareTo(JITTER) > 0) {
                run = new Run(now, age);
            } else if (!now.isBefore(run.since().plus(STEADY))) {
                isLate = true;
            }
            return true;
        }
    }

    /** Since when a device's newest values are of about the same age. */
    private record Run(Instant since, Duration age) {}

    /** A device sent a pack whose newest value is of this time. */
    void heard(Newest device, Instant measured, Instant now) {
        if (!device.take(measured, now)) {
            return;
        }
        if (device.isLate) {
            watch.off(device.seen, now);
        } else {
            watch.right(device.seen, now);
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
