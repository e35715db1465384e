package org.vitaledger.edge.admit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.vitaledger.device.pack.Measurement;

/**
 * What the times in packs tell: of the packs, of the devices' clocks and of the gateway's own. Safe for any thread; what
 * takes a device needs its lock.
 */
final class Clocks {
    private final AdmissionRules rules;
    private final InstantSource clock;
    /** A device that stays ahead is not refused for good before another one shows that the gateway is right. */
    private final ClockWatch ahead = new ClockWatch(1);

    /** What lies too far back would be sent for ever, so one device alone doesn't make the gateway doubt itself. */
    private final ClockWatch behind = new ClockWatch(2);

    /** What lies less far back is taken, so this one only tells. */
    private final FastClockWatch fast = new FastClockWatch();

    Clocks(AdmissionRules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /** When the values of a pack were measured, the first and the last. */
    record Times(Instant oldest, Instant newest) {
        static Times of(List<Measurement> measurements) {
            Instant oldest = Instant.MAX;
            Instant newest = Instant.MIN;
            for (Measurement each : measurements) {
                oldest = each.time().isBefore(oldest) ? each.time() : oldest;
                newest = each.time().isAfter(newest) ? each.time() : newest;
            }
            return new Times(oldest, newest);
        }
    }

    /** Times that can't be right, and whose clock is why. */
    record Off(AdmissionRefusal refusal, ClockWatch.Finding finding) {}

    /** Judges the times of a pack that has just come; empty if they may be right. */
    Optional<Off> judge(KnownDevice device, Times times) {
        Instant now = clock.instant();
        if (times.newest().isAfter(now.plus(rules.ahead()))) {
            return Optional.of(new Off(AdmissionRefusal.CLOCK_AHEAD, ahead.off(device.seenAhead(), now)));
        }
        if (times.oldest().isBefore(now.minus(rules.behind()))) {
            return Optional.of(new Off(AdmissionRefusal.CLOCK_BEHIND, behind.off(device.seenBehind(), now)));
        }
        ahead.right(device.seenAhead(), now);
        behind.right(device.seenBehind(), now);
        fast.heard(device.newest(), times.newest(), now);
        return Optional.empty();
    }

    /**
     * Judges the times of a pack that came before. What was in the future then stays refused, unless the time has come since
     * and the device was worn as now before: perhaps the gateway's clock was the one that was wrong. Says nothing of the
     * clocks of today.
     */
    Optional<AdmissionRefusal> judgeThen(KnownDevice device, Times times, Instant came) {
        boolean isSamePatients = !binding(device).since().isAfter(came.minus(rules.ahead()));
        Instant now = clock.instant();
        Instant latest = isSamePatients && now.isAfter(came) ? now : came.plus(rules.ahead());
        if (times.newest().isAfter(latest)) {
            return Optional.of(AdmissionRefusal.CLOCK_AHEAD);
        }
        return times.oldest().isBefore(came.minus(rules.behind()))
                ? Optional.of(AdmissionRefusal.CLOCK_BEHIND)
                : Optional.empty();
    }

    /** Since when a device is its patient's. */
    BoundSince.Binding binding(KnownDevice device) {
        Instant now = clock.instant();
        return device.boundSince().at(device.entry().boundSince(), now, rules.ahead(), () -> ahead.suspected(now));
    }

    /** The earliest time that a device that stores what it measures can tell. */
    Instant earliest() {
        return clock.instant().minus(rules.behind());
    }

    /** Whether the gateway's own clock is wrong: most devices are ahead of it, far behind, or steadily late. */
    boolean suspected() {
        Instant now = clock.instant();
        return ahead.suspected(now) || behind.suspected(now) || fast.suspected(now);
    }

    /** Whether most devices are steadily late by the gateway's clock; true once each time that this begins. */
    boolean fastNewly() {
        return fast.suspectedNewly(clock.instant());
    }

    /** Whether a time lies in the gateway's future by more than clocks differ. */
    boolean isAhead(Instant time) {
        return time.isAfter(clock.instant().plus(rules.ahead()));
    }
}
