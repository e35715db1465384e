package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitaledger.device.pack.Measurement;

/**
 * How far the clocks of a device are off, as its packs tell: each of its parameters may have one of its own. All is
 * measured against the gateway's steady clock, which nobody sets. Needs the device's lock.
 */
final class DeviceClock {
    /** A device has few parameters; further ones share a clock. */
    private static final int MAX_PARAMETERS = 64;

    private static final String FURTHER = "";

    /** A client that was refused for being ahead so long ago does not keep it. */
    private static final Duration KEPT = Duration.ofHours(1);

    private static final Duration NEARLY = Duration.ofMinutes(1);

    /** A pack of which one value is so far ahead of another is no word of a clock. */
    private static final Duration WITHIN_A_PACK = Duration.ofHours(1);

    private static final Duration FAR = Duration.ofMinutes(5);
    /** A time that is further ahead is nobody's. */
    private static final Duration NEVER = Duration.ofDays(2);

    private final Map<String, ParameterClock> clocks = new HashMap<>(4);
    private long last = -1;
    private Instant newest = Instant.MIN;
    private Instant heard = Instant.MIN;
    private Duration age = Duration.ZERO;
    private Instant refused = Instant.MIN;
    private Instant first = Instant.MAX;
    private boolean beganInThePresent;

    /** When the values of a parameter in one pack were measured. */
    private record Span(Instant oldest, Instant newest) {
        Span and(Span other) {
            return new Span(oldest.isBefore(other.oldest) ? oldest : other.oldest, later(newest, other.newest));
        }

        /** Whether some are in the future and others are not. */
        boolean isContradictory(Instant now) {
            Instant latest = now.plus(FAR);
            return newest.isAfter(latest)
                    && !oldest.isAfter(latest)
                    && Duration.between(oldest, newest).compareTo(WITHIN_A_PACK) > 0;
        }
    }

    /** A pack has come that its device signed. */
    void came(Instant steady) {
        heard = steady;
    }

    /**
     * A pack has come that is to be judged.
     *
     * @param sequence its number; what lies before those that came says nothing new
     * @param measurements what it has
     * @param steady the gateway's steady time
     * @param now the gateway's time
     * @return whether it tells something new of the clock
     */
    boolean heard(long sequence, List<Measurement> measurements, Instant steady, Instant now) {
        first = now.isBefore(first) ? now : first;
        Instant newestTime = measurements.stream()
                .map(Measurement::time)
                .filter(time -> !time.isAfter(now.plus(NEVER)))
                .reduce(Instant.MIN, DeviceClock::later);
        // A counter that begins anew goes on with later times.
        if (sequence <= last && !newestTime.isAfter(newest.plus(NEARLY))) {
            return false;
        }
        newest = later(newest, newestTime);
        boolean isFirst = clocks.isEmpty();
        last = sequence;
        Map<String, Span> spans = HashMap.newHashMap(measurements.size());
        Instant newestOfAll = Instant.MIN;
        for (Measurement each : measurements) {
            spans.merge(key(each.parameter()), new Span(each.time(), each.time()), Span::and);
            newestOfAll = later(newestOfAll, each.time());
        }
        spans.forEach((parameter, span) -> {
            if (!span.isContradictory(now)) {
                boolean isRight = Duration.between(span.newest(), now).abs().compareTo(NEARLY) <= 0;
                clocks.computeIfAbsent(parameter, key -> new ParameterClock())
                        .heard(sequence, span.newest(), steady, isRight);
            }
        });
        age = Duration.between(newestOfAll, now);
        beganInThePresent = isFirst ? sequence == 1 && age.abs().compareTo(NEARLY) <= 0 : beganInThePresent;
        return true;
    }

    private String key(String parameter) {
        return clocks.containsKey(parameter) || clocks.size() < MAX_PARAMETERS ? parameter : FURTHER;
    }

    /** The pack that was heard last is refused, for it is too far ahead. */
    void refused(Instant now) {
        refused = now;
    }

    /** Whether its newest pack shows that it is not ahead of the gateway's clock. */
    boolean isRight(Instant now) {
        boolean mayKeep = refused.isAfter(now.minus(KEPT));
        return age.compareTo(NEARLY.negated()) > 0 || (first.isBefore(now.minus(KEPT)) && !mayKeep);
    }

    /** Whether it is known how far a clock of the device is off: packs came from the present for minutes. */
    boolean isKnown() {
        return clocks.values().stream().anyMatch(ParameterClock::isKnown);
    }

    /** Whether its very first pack was heard when it was just measured, by the gateway's clock. */
    boolean beganInThePresent() {
        return beganInThePresent;
    }

    /** Whether a pack has come. */
    boolean isHeard() {
        return !heard.equals(Instant.MIN);
    }

    /** The gateway's steady time when a pack came last; {@link Instant#MIN} if none has. */
    Instant heard() {
        return heard;
    }

    /**
     * The steady time at which a pack's value was measured, not later than that in any doubt: a parameter whose clock is not
     * known yet has that of the others.
     */
    Instant earliest(Measurement measurement, long sequence) {
        ParameterClock own = clocks.get(key(measurement.parameter()));
        Duration least = own == null ? null : own.behindAtLeast(sequence);
        for (ParameterClock other : clocks.values()) {
            // A clock that was set ahead since may be this one's, too.
            boolean counts = own == null || !own.isKnown() || other.fell().isAfter(own.heard());
            Duration behind = other.behindAtLeast(sequence);
            if (other.isKnown() && counts && (least == null || behind.compareTo(least) < 0)) {
                least = behind;
            }
        }
        return least == null ? Instant.MIN : measurement.time().plus(least);
    }

    /**
     * The steady time at which a pack's value was measured, probably; of a parameter whose clock is not known yet as if it
     * were right, or as far ahead as its packs say.
     *
     * @param shift by how much that is ahead of the steady one
     */
    Instant probably(Measurement measurement, long sequence, Duration shift) {
        ParameterClock own = clocks.get(key(measurement.parameter()));
        Instant byTheGateways = measurement.time().minus(shift);
        if (own == null) {
            return byTheGateways;
        }
        boolean isKnown = own.isKnown();
        Instant byItsOwn = measurement.time().plus(isKnown ? own.behind(sequence) : own.behindLast());
        // Of one that is known and nearly right, the later of both; one that is not is as far ahead as its packs say.
        boolean isNear = Duration.between(byItsOwn, byTheGateways).abs().compareTo(NEARLY) <= 0;
        boolean isLater = byItsOwn.isAfter(byTheGateways);
        return isKnown && !isNear ? byItsOwn : isKnown == isLater ? byItsOwn : byTheGateways;
    }

    /** How far all of it is behind the gateway's clock at least, negative if it is ahead; zero while nothing is known. */
    Duration behind(Duration shift) {
        Duration least = null;
        for (ParameterClock each : clocks.values()) {
            Duration behind = each.behind(last);
            if (each.isKnown() && (least == null || behind.compareTo(least) < 0)) {
                least = behind;
            }
        }
        return least == null ? Duration.ZERO : least.plus(shift);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
