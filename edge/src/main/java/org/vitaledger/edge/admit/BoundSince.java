package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import org.vitaledger.core.value.Device;
import org.vitaledger.device.pack.Measurement;

/**
 * Since when a device is its patient's, by the gateway's steady clock, and what was measured since. The registry's time of a
 * binding is told by a clock that may be wrong, and the gateway's may be, too; so the binding began after the last pack that
 * came under another one, and before the gateway saw it, whatever they tell. A clock that is not known may be an hour ahead,
 * as clocks are when summer time ends; that counts for a device that another patient wore before. What is probably the
 * present patient's is judged all the same (ADR 0015). For one binding; needs the device's lock.
 */
final class BoundSince {
    /** A clock that is not known is not further ahead, beside what is tolerated. */
    private static final Duration SUMMER_TIME = Duration.ofHours(1);

    private static final Duration NEARLY = Duration.ofMinutes(1);
    /** No pack takes longer each time. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

    private final Instant begun;
    /** When it began at the earliest. */
    private final Instant possibly;

    /** Whether the device may have kept something of a former patient. */
    private final boolean wornBefore;

    /** The binding of a device of which the registry was not read yet. */
    BoundSince() {
        this.begun = Instant.MIN;
        this.possibly = Instant.MIN;
        this.wornBefore = false;
    }

    /**
     * A binding that the gateway sees first now.
     *
     * @param device what the registry says
     * @param former the gateway's steady time when a pack came last under another binding; {@link Instant#MIN} if none has
     */
    BoundSince(Device device, Instant former, GatewayTime time) {
        Instant told = device.boundSince();
        // What came last under the other binding was measured under that.
        Instant after = former.equals(Instant.MIN) ? former : former.plusMillis(1);
        boolean isToCome = told.isAfter(time.now());
        Instant byTheRegistry =
                isToCome ? time.steady() : minus(told, time.shift().least());
        this.begun = earlier(time.steady(), later(byTheRegistry, after));
        this.possibly =
                isToCome ? after : earlier(begun, later(minus(told, time.shift().most()), after));
        this.wornBefore = device.wornBefore();
    }

    /** When the binding began, by the gateway's steady clock, at the latest. */
    Instant begun() {
        return begun;
    }

    /** Whether the clock of a value that did not come at once is known: one that was learnt since says nothing of it. */
    boolean isKnown(Measurement measurement, long sequence, DeviceClock clock, GatewayTime time) {
        return wornBefore ? clock.isKnownSince(measurement, sequence, begun, ahead(time)) : clock.isKnown();
    }

    /** How far a clock may be ahead that is not known. */
    private static Duration ahead(GatewayTime time) {
        return time.tolerated().plus(SUMMER_TIME);
    }

    /**
     * Whether the present patient wore the device, for certain, when it measured.
     *
     * @param isKnown whether the clock that told the time is
     */
    boolean isTaken(Measurement measurement, long sequence, DeviceClock clock, GatewayTime time, boolean isKnown) {
        Instant byItsClock = clock.earliest(measurement, sequence);
        Instant measured = isKnown ? known(measurement, byItsClock, time) : unknown(measurement, byItsClock, time);
        return !measured.isBefore(begun);
    }

    /** The steady time at which it was measured, not later than that in any doubt. */
    private static Instant known(Measurement measurement, Instant byItsClock, GatewayTime time) {
        // What a clock that is behind measures can't be told from what waited.
        Instant byTheGateways = minus(measurement.time(), time.ahead());
        boolean isRight = Duration.between(byTheGateways, byItsClock).abs().compareTo(NEARLY) <= 0;
        // Everything was a moment on its way.
        return earlier(byTheGateways, isRight ? byItsClock : byItsClock.minus(ON_ITS_WAY));
    }

    private Instant unknown(Measurement measurement, Instant byItsClock, GatewayTime time) {
        Instant byTheGateways = minus(measurement.time(), time.shift().most());
        Duration ahead = wornBefore ? ahead(time) : Duration.ZERO;
        return earlier(byItsClock, byTheGateways.minus(ahead));
    }

    /** Whether the present patient wore the device, probably, when it measured. */
    boolean isJudged(Measurement measurement, long sequence, DeviceClock clock, GatewayTime time) {
        return !clock.probably(measurement, sequence, time).isBefore(possibly);
    }

    private static Instant minus(Instant time, Duration shift) {
        return time.equals(Instant.MIN) ? time : time.minus(shift);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
