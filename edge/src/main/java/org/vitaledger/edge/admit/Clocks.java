package org.vitaledger.edge.admit;

import java.time.Duration;
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
    /** A pack of which one part is ahead and another is not is no word of a clock if it spans more than this. */
    private static final Duration WITHIN_A_PACK = Duration.ofHours(1);

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

        Duration span() {
            return Duration.between(oldest, newest);
        }
    }

    /** Times that can't be right, and whose clock is why. */
    record Off(AdmissionRefusal refusal, ClockWatch.Finding finding) {}

    /** Judges the times of a pack that has just come; empty if they may be right. */
    Optional<Off> judge(KnownDevice device, long sequence, Times times) {
        Instant now = clock.instant();
        Instant latest = now.plus(rules.ahead());
        boolean isAhead = times.newest().isAfter(latest);
        if (isAhead && !times.oldest().isAfter(latest) && times.span().compareTo(WITHIN_A_PACK) > 0) {
            device.clock().heard(now);
            ahead.right(device.seenAhead(), true, now);
            return Optional.of(new Off(AdmissionRefusal.CLOCK_AHEAD, ClockWatch.Finding.DEVICE));
        }
        boolean isNew = device.clock().heard(sequence, times.newest(), now);
        if (isAhead) {
            device.clock().refused(now);
            return Optional.of(new Off(AdmissionRefusal.CLOCK_AHEAD, ahead.off(device.seenAhead(), now)));
        }
        if (times.oldest().isBefore(earliest())) {
            return Optional.of(new Off(AdmissionRefusal.CLOCK_BEHIND, behind.off(device.seenBehind(), now)));
        }
        ahead.right(device.seenAhead(), device.clock().isRight(now), now);
        behind.right(device.seenBehind(), true, now);
        if (isNew) {
            fast.heard(device, now);
        }
        return Optional.empty();
    }

    /** Whether it is in doubt which clock is right: the gateway is far behind most devices, or behind this one. */
    boolean isDoubted(KnownDevice device) {
        Instant now = clock.instant();
        return device.clock().isAhead(now) || ahead.suspected(now);
    }

    /**
     * Judges the times of a pack that came before. What was in the future then stays refused, unless the gateway's clock was
     * suspected then, the time has come since, and the device was worn as now before. Says nothing of the clocks of today.
     */
    Optional<AdmissionRefusal> judgeThen(KnownDevice device, Times times, Instant came) {
        boolean isSamePatients = !since(device).isAfter(came.minus(rules.ahead()));
        Instant now = clock.instant();
        Instant latest = came.plus(rules.ahead());
        // The first devices are refused before most of them show that it is the gateway's clock.
        boolean isGateways = isSamePatients && now.isAfter(came) && ahead.wasSuspected(came, latest);
        if (times.newest().isAfter(isGateways ? now : latest)) {
            return Optional.of(AdmissionRefusal.CLOCK_AHEAD);
        }
        return times.oldest().isBefore(came.minus(rules.behind()))
                ? Optional.of(AdmissionRefusal.CLOCK_BEHIND)
                : Optional.empty();
    }

    /** From when on what a device measures is taken as its patient's, by its own clock. */
    Instant since(KnownDevice device) {
        return device.boundSince().since(device.clock(), clock.instant(), () -> isDoubted(device));
    }

    /**
     * Whether the rules look at what a device measured at a time, though the pack is refused: probably it is the present
     * patient's. That is not what was measured before the binding, but for times so far back that no device stores for so
     * long, which only a wrong clock tells.
     */
    boolean isJudged(KnownDevice device, Instant time) {
        Instant now = clock.instant();
        return device.boundSince().isJudged(time, device.clock(), now, () -> isDoubted(device))
                || time.isBefore(earliest());
    }

    /** The earliest time that a device that stores what it measures can tell. */
    private Instant earliest() {
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
