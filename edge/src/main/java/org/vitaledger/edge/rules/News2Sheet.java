package org.vitaledger.edge.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.value.Reading;
import org.vitaledger.edge.rules.News2.Parameter;
import org.vitaledger.edge.rules.News2.Scale;
import org.vitaledger.edge.rules.News2.Scored;

/**
 * One patient's latest values for the score, whichever devices they come from. Where sources of one parameter disagree, the
 * one with more points counts until it has been silent for {@link Excursions#SILENCE}, whichever clock is ahead. Guarded by
 * its owner.
 */
final class News2Sheet {
    /** Values older than this, seen from the newest, don't count any more. */
    static final Duration WINDOW = Duration.ofHours(4);

    private static final int FULL = 3;
    private static final int NONE = -1;

    /** The last value of each source; the sources of one parameter beyond this number give way, the oldest value first. */
    private static final int SOURCES = 8;

    private final Map<Parameter, List<Noted>> latest = new EnumMap<>(Parameter.class);
    private long newest = Long.MIN_VALUE;

    /**
     * The aggregate.
     *
     * @param total the sum of the points; where values are missing, the least that it can be
     * @param hasThree whether one parameter alone has three
     * @param isComplete whether all parameters count
     * @param time when the newest value was measured, milliseconds
     */
    record Score(int total, boolean hasThree, boolean isComplete, long time) {}

    /**
     * A source's last value.
     *
     * @param time when it was measured
     * @param spoken when it came; of what came late, when it was measured
     */
    private record Noted(Reading reading, int points, long time, long spoken) {
        boolean isOfTheSourceOf(Reading other) {
            return reading.code().equals(other.code())
                    && reading.id().device().equals(other.id().device());
        }
    }

    /**
     * Takes a value down that counts from {@code time} on, unless its source gave a later one.
     *
     * @param spoken when its source was heard: when it came, or, if that was late, when it was measured
     */
    void note(Scored scored, Reading reading, long time, long spoken) {
        List<Noted> sources = latest.computeIfAbsent(scored.parameter(), key -> new ArrayList<>(1));
        newest = Math.max(newest, time);
        Noted noted = new Noted(reading, scored.bands().points(reading.value()), time, spoken);
        for (int i = 0; i < sources.size(); i++) {
            Noted before = sources.get(i);
            if (before.isOfTheSourceOf(reading)) {
                if (time >= before.time) {
                    sources.set(i, noted);
                }
                return;
            }
        }
        if (sources.size() == SOURCES) {
            sources.remove(Collections.min(sources, Comparator.comparingLong(Noted::time)));
        }
        sources.add(noted);
    }

    Score score(News2 chart, Scale scale) {
        int total = 0;
        int counted = 0;
        boolean hasThree = false;
        for (Map.Entry<Parameter, List<Noted>> row : latest.entrySet()) {
            boolean isOther = scale == Scale.TWO && row.getKey() == Parameter.SATURATION;
            int points = points(row.getValue(), isOther ? chart.scale2(isOnOxygen()) : null);
            if (points != NONE) {
                total += points;
                hasThree |= points == FULL;
                counted++;
            }
        }
        return new Score(total, hasThree, counted == Parameter.values().length, newest);
    }

    private boolean isOnOxygen() {
        return points(latest.getOrDefault(Parameter.OXYGEN, List.of()), null) > 0;
    }

    /** Those of the worst of the sources that are not silent, by other bands than their own if given. */
    private int points(List<Noted> sources, @Nullable Bands other) {
        long last = Long.MIN_VALUE;
        for (Noted noted : sources) {
            last = Math.max(last, noted.spoken);
        }
        int points = NONE;
        for (Noted noted : sources) {
            if (last - noted.spoken <= Excursions.SILENCE.toMillis() && newest - noted.time <= WINDOW.toMillis()) {
                points = Math.max(points, other == null ? noted.points : other.points(noted.reading.value()));
            }
        }
        return points;
    }
}
