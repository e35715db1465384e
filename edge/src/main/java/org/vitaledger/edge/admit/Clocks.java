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
    private final InstantSource steady;
    private final ClockShift shift = new ClockShift();
    /** A device that stays ahead is not refused for good before another one shows that the gateway is right. */
    private final ClockWatch ahead = new ClockWatch(1);

    /** What lies too far back would be sent for ever, so one device alone doesn't make the gateway doubt itself. */
    private final ClockWatch behind = new ClockWatch(2);

    /** What lies less far back is taken, so this one only tells. */
    private final FastClockWatch fast = new FastClockWatch();

    /**
     * @param clock the gateway's time
     * @param steady the same as long as nobody sets that
     */
    Clocks(AdmissionRules rules, InstantSource clock, InstantSource steady) {
        this.rules = rules;
        this.clock = clock;
        this.steady = steady;
    }

    /** Times that can't be right, and whose clock is why. */
    record Off(AdmissionRefusal refusal, ClockWatch.Finding finding) {}

    /** A pack has come that its device signed. */
    void came(KnownDevice device) {
        device.clock().came(steady.instant());
    }

    /** A pack has come that is not to be judged, but tells of its device's clock. */
    void learn(KnownDevice device, long sequence, List<Measurement> measurements) {
        device.clock().heard(sequence, measurements, time());
    }

    /** Judges the times of a pack that has just come; empty if they may be right. */
    Optional<Off> judge(KnownDevice device, long sequence, List<Measurement> measurements) {
        GatewayTime time = time();
        Instant now = time.now();
        Span span = Span.of(measurements);
        boolean isNew = device.clock().heard(sequence, measurements, time);
        if (span.isContradictory(time.latest())) {
            ahead.right(device.seenAhead(), true, now);
            return Optional.of(new Off(AdmissionRefusal.CLOCK_AHEAD, ClockWatch.Finding.DEVICE));
        }
        boolean isAhead = span.newest().isAfter(time.latest());
        if (isAhead) {
            device.clock().refused(now);
            return Optional.of(new Off(AdmissionRefusal.CLOCK_AHEAD, ahead.off(device.seenAhead(), now)));
        }
        if (span.oldest().isBefore(earliest())) {
            return Optional.of(new Off(AdmissionRefusal.CLOCK_BEHIND, behind.off(device.seenBehind(), now)));
        }
        ahead.right(device.seenAhead(), device.clock().isRight(now), now);
        behind.right(device.seenBehind(), true, now);
        if (isNew) {
            fast.heard(device, time);
        }
        return Optional.empty();
    }

    /** What the gateway's clocks say now. */
    GatewayTime time() {
        Instant now = clock.instant();
        Instant steadily = steady.instant();
        shift.saw(steadily, now);
        return new GatewayTime(steadily, now, now.plus(rules.ahead()), shift);
    }

    /**
     * Judges the times of a pack that came before. What was in the future then stays refused, unless the gateway's clock was
     * suspected then, the time has come since, and the device was worn as now before. Says nothing of the clocks of today.
     */
    Optional<AdmissionRefusal> judgeThen(KnownDevice device, List<Measurement> measurements, Instant came) {
        boolean isSamePatients = isSince(device, came.minus(rules.ahead()));
        Instant now = clock.instant();
        Span span = Span.of(measurements);
        Instant latest = came.plus(rules.ahead());
        // The first devices are refused before most of them show that it is the gateway's clock.
        boolean isGateways = isSamePatients && now.isAfter(came) && ahead.wasSuspected(came, latest);
        if (span.newest().isAfter(isGateways ? now : latest)) {
            return Optional.of(AdmissionRefusal.CLOCK_AHEAD);
        }
        return span.oldest().isBefore(came.minus(rules.behind()))
                ? Optional.of(AdmissionRefusal.CLOCK_BEHIND)
                : Optional.empty();
    }

    /** Whether a device was its patient's already at a time of the gateway's clock. */
    boolean isSince(KnownDevice device, Instant time) {
        return !time.minus(shift.most()).isBefore(device.boundSince().begun());
    }

    /**
     * Whether all of a pack was measured while the device was its patient's, for certain.
     *
     * @param came when it came, by the gateway's clock; empty if that is now
     */
    boolean areTaken(KnownDevice device, long sequence, List<Measurement> measurements, Optional<Instant> came) {
        GatewayTime time = time();
        DeviceClock itsClock = device.clock();
        BoundSince bound = device.boundSince();
        boolean areTakenLate = measurements.stream()
                .allMatch(each ->
                        bound.isTaken(each, sequence, itsClock, time, bound.isKnown(each, sequence, itsClock, time)));
        if (areTakenLate) {
            return true;
        }
        Instant arrived = came.map(then -> then.minus(time.ahead())).orElse(time.steady());
        LiveValues live = itsClock.live(measurements, sequence, arrived, came.isEmpty());
        return measurements.stream()
                .allMatch(each -> bound.isTaken(each, sequence, itsClock, time, live.areBeside(each)));
    }

    /**
     * Whether the rules look at what a device measured, though the pack is refused: probably it is the present patient's.
     * That is not what was measured before the binding, but for times so far back that no device stores for so long, which
     * only a wrong clock tells.
     */
    boolean isJudged(KnownDevice device, long sequence, Measurement measurement) {
        return device.boundSince().isJudged(measurement, sequence, device.clock(), time())
                || measurement.time().isBefore(earliest());
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
