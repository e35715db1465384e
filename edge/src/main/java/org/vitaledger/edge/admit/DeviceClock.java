package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** A queue that is emptied has other ages by then. */
    private static final Duration LONGER = Duration.ofSeconds(20);

    private final Map<String, ParameterClock> clocks = new HashMap<>(4);
    private long highest = -1;
    private Instant newest = Instant.MIN;
    private Instant heard = Instant.MIN;

    private Duration age = Duration.ZERO;
    private Instant refused = Instant.MIN;
    private Instant first = Instant.MAX;
    private boolean known;
    /** By the parameter of their newest value. */
    private final Map<String, Anew> anew = new HashMap<>(1);

    private Optional<Duration> ahead = Optional.empty();

    /** Packs that may be of a counter that began anew: the last one's number, the first one's age, and since when. */
    private record Anew(long sequence, Duration age, Instant since) {}

    /** A pack has come that its device signed. */
    void came(Instant steady) {
        heard = steady;
    }

    /**
     * A pack has come that is to be judged.
     *
     * @param sequence its number; what lies before those that came says nothing new
     * @param measurements what it has
     * @param time the gateway's
     * @return whether it tells something new of the clock
     */
    boolean heard(long sequence, List<Measurement> measurements, GatewayTime time) {
        if (measurements.isEmpty()) {
            return false;
        }
        Instant now = time.now();
        first = now.isBefore(first) ? now : first;
        Measurement newestOfAll = measurements.getFirst();
        Instant lastThatMayBe = Instant.MIN;
        for (Measurement each : measurements) {
            newestOfAll = each.time().isAfter(newestOfAll.time()) ? each : newestOfAll;
            lastThatMayBe = each.time().isAfter(time.latest()) ? lastThatMayBe : later(lastThatMayBe, each.time());
        }
        Instant last = newestOfAll.time();
        Instant counts = counts(last, lastThatMayBe, time);
        if (sequence > highest) {
            newest = later(newest, counts);
        } else if (counts.isAfter(newest.plus(NEARLY)) || beganAnew(sequence, newestOfAll, time.steady())) {
            newest = counts;
            clocks.values().forEach(clock -> clock.beganAnew(sequence, time.steady()));
        } else {
            return false;
        }
        highest = sequence;
        anew.clear();
        age = Duration.between(last, now);
        learn(measurements, time);
        return true;
    }

    /** One time alone that is too far ahead is nobody's; another one of the same age is that of a clock. */
    private Instant counts(Instant last, Instant lastThatMayBe, GatewayTime time) {
        Optional<Duration> former = ahead;
        Duration its = Duration.between(last, time.steady());
        ahead = last.isAfter(time.latest()) ? Optional.of(its) : Optional.empty();
        boolean isAClocks = former.isPresent()
                && ahead.isPresent()
                && its.minus(former.get()).abs().compareTo(NEARLY) <= 0;
        return isAClocks ? last : lastThatMayBe;
    }

    /**
     * A counter that begins anew goes on with later times, or by a clock that was set back with it: its packs come at once,
     * so that they have the same age for a while.
     */
    private boolean beganAnew(long sequence, Measurement last, Instant steady) {
        String parameter = key(last.parameter());
        Anew former = anew.get(parameter);
        Duration its = Duration.between(last.time(), steady);
        if (former == null
                || sequence <= former.sequence()
                || its.minus(former.age()).abs().compareTo(Settled.A_WHILE) > 0) {
            anew.put(parameter, new Anew(sequence, its, steady));
            return false;
        }
        anew.put(parameter, new Anew(sequence, former.age(), former.since()));
        return !steady.isBefore(former.since().plus(LONGER));
    }

    private void learn(List<Measurement> measurements, GatewayTime time) {
        Map<String, Span> spans = HashMap.newHashMap(measurements.size());
        for (Measurement each : measurements) {
            spans.merge(key(each.parameter()), new Span(each.time(), each.time()), Span::and);
        }
        spans.forEach((parameter, span) -> {
            if (!span.isContradictory(time.latest())) {
                boolean isRight =
                        Duration.between(span.newest(), time.now()).abs().compareTo(NEARLY) <= 0;
                ParameterClock clock = clocks.computeIfAbsent(parameter, key -> new ParameterClock());
                clock.heard(highest, span.newest(), time.steady(), isRight);
                known |= clock.isKnown();
            }
        });
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
        return known;
    }

    /**
     * Whether that was known of a value's clock before a binding, and that clock was not set since, nor so shortly before that
     * what it had told until then may seem to be of later. Of a parameter whose clock is not known yet: of any, and none was
     * set, for that may be its own.
     *
     * @param bound when the binding began, by the steady clock
     * @param ahead how far clocks may be ahead
     */
    boolean isKnownSince(Measurement measurement, long sequence, Instant bound, Duration ahead) {
        Instant before = bound.equals(Instant.MIN) ? bound : bound.minus(ahead);
        ParameterClock own = clocks.get(key(measurement.parameter()));
        if (own != null && own.isKnown()) {
            return own.isKnownSince(bound, sequence) && !own.isSetSince(before, sequence);
        }
        List<ParameterClock> others =
                clocks.values().stream().filter(ParameterClock::isKnown).toList();
        return others.stream().anyMatch(clock -> clock.isKnownSince(bound, sequence))
                && others.stream().noneMatch(clock -> clock.isSetSince(before, sequence));
    }

    /**
     * Which values of a pack have come as those do that are sent at once, by a clock of which it is known how far it is off.
     * What was kept may look so by chance, so the pack must be newer than all before, and its values none of several ages.
     *
     * @param arrived the steady time at which it came
     * @param isFresh whether it came just now; what is replayed must be as new as what the clock is known by
     */
    LiveValues live(List<Measurement> measurements, long sequence, Instant arrived, boolean isFresh) {
        LiveValues live = new LiveValues();
        for (Measurement each : measurements) {
            ParameterClock own = clocks.get(key(each.parameter()));
            if (own != null && own.isKnown()) {
                boolean isNew = isFresh ? sequence >= highest : sequence >= own.first();
                live.add(each, isNew && own.isLive(each.time(), arrived));
            }
        }
        return live;
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
            boolean counts = own == null || !own.isKnown() || other.fell().isAfter(own.confirmed());
            Duration behind = other.behindAtLeast(sequence);
            if (other.isKnown() && counts && (least == null || behind.compareTo(least) < 0)) {
                least = behind;
            }
        }
        return least == null ? Instant.MIN : measurement.time().plus(least);
    }

    /**
     * The steady time at which a pack's value was measured, probably; of a parameter whose clock is not known yet as if it
     * were right, or as far ahead as its packs say, and so of one that was not heard since another one's clock was set.
     *
     * @param time the gateway's
     */
    Instant probably(Measurement measurement, long sequence, GatewayTime time) {
        ParameterClock own = clocks.get(key(measurement.parameter()));
        Instant byTheGateways = measurement.time().minus(time.shift().least());
        if (own == null) {
            return byTheGateways;
        }
        boolean isKnown = own.isKnown();
        Instant byItsOwn = measurement.time().plus(isKnown ? own.behind(sequence) : own.behindLast());
        if (clocks.values().stream().anyMatch(other -> own.isDoubtful(other.begun()))) {
            return later(byItsOwn, byTheGateways);
        }
        // Of one that is known and nearly right, the later of both; one that is not is as far ahead as its packs say.
        boolean isNear = Duration.between(byItsOwn, byTheGateways).abs().compareTo(NEARLY) <= 0;
        boolean isLater = byItsOwn.isAfter(byTheGateways);
        return isKnown && !isNear ? byItsOwn : isKnown == isLater ? byItsOwn : byTheGateways;
    }

    /** How far all of it is behind the gateway's clock at least, negative if it is ahead; zero while nothing is known. */
    Duration behind(GatewayTime time) {
        Duration least = null;
        for (ParameterClock each : clocks.values()) {
            Duration behind = each.behind(highest);
            if (each.isKnown() && (least == null || behind.compareTo(least) < 0)) {
                least = behind;
            }
        }
        return least == null ? Duration.ZERO : least.plus(time.ahead());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
