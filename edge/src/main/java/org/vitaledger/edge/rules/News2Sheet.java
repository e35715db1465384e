package org.vitaledger.edge.rules;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.vitaledger.core.value.Reading;
import org.vitaledger.edge.rules.News2.Parameter;
import org.vitaledger.edge.rules.News2.Scale;
import org.vitaledger.edge.rules.News2.Scored;

/**
 * One patient's latest values for the score, whichever devices they come from. Where two sources of one parameter
 * disagree, the one with more points counts until it has been silent for {@link Excursions#SILENCE}. Guarded by its
 * owner.
 */
final class News2Sheet {
    /** Values older than this, seen from the newest, don't count any more. */
    static final Duration WINDOW = Duration.ofHours(4);

    private static final int FULL = 3;

    private final Map<Parameter, Noted> latest = new EnumMap<>(Parameter.class);
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

    private record Noted(Reading reading, int points, long time) {
        boolean gives(Reading other) {
            return reading.code().equals(other.code())
                    && reading.id().device().equals(other.id().device());
        }
    }

    /** Takes a value down that counts from {@code time} on, unless there is a later one or one that goes before it. */
    void note(Scored scored, Reading reading, long time) {
        int points = scored.bands().points(reading.value());
        Noted before = latest.get(scored.parameter());
        if (before == null || (time >= before.time && (points >= before.points || yields(before, reading, time)))) {
            latest.put(scored.parameter(), new Noted(reading, points, time));
        }
        newest = Math.max(newest, time);
    }

    private static boolean yields(Noted before, Reading reading, long time) {
        return before.gives(reading) || time - before.time > Excursions.SILENCE.toMillis();
    }

    Score score(News2 chart, Scale scale) {
        int total = 0;
        int counted = 0;
        boolean hasThree = false;
        for (Map.Entry<Parameter, Noted> row : latest.entrySet()) {
            if (isCurrent(row.getValue())) {
                boolean isOther = scale == Scale.TWO && row.getKey() == Parameter.SATURATION;
                int points = isOther
                        ? chart.scale2(isOnOxygen())
                                .points(row.getValue().reading.value())
                        : row.getValue().points;
                total += points;
                hasThree |= points == FULL;
                counted++;
            }
        }
        return new Score(total, hasThree, counted == Parameter.values().length, newest);
    }

    private boolean isOnOxygen() {
        Noted oxygen = latest.get(Parameter.OXYGEN);
        return oxygen != null && isCurrent(oxygen) && oxygen.points > 0;
    }

    private boolean isCurrent(Noted noted) {
        return newest - noted.time <= WINDOW.toMillis();
    }
}
