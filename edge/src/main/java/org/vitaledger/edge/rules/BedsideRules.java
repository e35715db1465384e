package org.vitaledger.edge.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.edge.rules.Excursions.Moment;
import org.vitaledger.edge.rules.News2.Scale;
import org.vitaledger.edge.rules.News2.Scored;
import org.vitaledger.edge.rules.News2Sheet.Score;
import org.vitaledger.edge.rules.Thresholds.Limits;

/**
 * Watches accepted readings. Safe for any thread; readings of one device must come in their order, so one device is on
 * one thread at a time. Remembers at most {@value #MAX_DEVICES} devices.
 *
 * <p>Limits and chart are for adults, and help to notice; they decide nothing. Missing values of the score count as no
 * points, so that a score on an incomplete chart is the least that it can be.
 */
public final class BedsideRules {
    static final int MAX_DEVICES = 65_536;

    private static final Duration REPEAT_SCORE = Duration.ofMinutes(30);
    private static final int URGENT = 5;
    private static final int EMERGENCY = 7;
    private static final AlertRule[] SCORE_RULES = {
        AlertRule.NEWS2_SINGLE, AlertRule.NEWS2_URGENT, AlertRule.NEWS2_EMERGENCY
    };

    private final Thresholds thresholds;
    private final News2 chart;
    private final Predicate<PatientHandle> isOnScale2;
    private final DeviceStates<Bedside> states;

    private BedsideRules(Thresholds thresholds, News2 chart, Predicate<PatientHandle> isOnScale2) {
        this.thresholds = thresholds;
        this.chart = chart;
        this.isOnScale2 = isOnScale2;
        this.states = new DeviceStates<>(MAX_DEVICES, () -> new Bedside(thresholds.slots() + 1));
    }

    /** The rules that came with the program, oxygen saturation on scale 1 for everybody. */
    public static BedsideRules load() {
        return load(patient -> false);
    }

    /**
     * The rules that came with the program.
     *
     * @param isOnScale2 whether a clinician has put the patient on scale 2 for oxygen saturation; asked on the threads
     *     that bring readings, so it must not wait
     */
    public static BedsideRules load(Predicate<PatientHandle> isOnScale2) {
        return new BedsideRules(Thresholds.load(), News2.load(), isOnScale2);
    }

    /**
     * Looks at the readings of one pack.
     *
     * @param readings as the normaliser made them, each in the one unit of its code
     * @return the alerts that are due, in the order of the readings, that of the score last; mostly none
     * @throws IllegalArgumentException if the readings are not all of one device and patient
     */
    public List<Alert> check(List<Reading> readings) {
        if (readings.isEmpty()) {
            return List.of();
        }
        Reading first = readings.getFirst();
        Bedside bedside = states.of(first.id().device());
        Check check = new Check(bedside, new ArrayList<>(0));
        synchronized (bedside) {
            bedside.occupy(first.patient());
            boolean isScored = false;
            for (Reading reading : readings) {
                requireSame(first, reading);
                watch(reading, check);
                isScored |= note(reading, bedside);
            }
            if (isScored) {
                score(first, check);
            }
        }
        return check.alerts;
    }

    private static void requireSame(Reading first, Reading reading) {
        if (!reading.id().device().equals(first.id().device())
                || !reading.patient().equals(first.patient())) {
            throw new IllegalArgumentException("the readings of one check are of one device and one patient");
        }
    }

    private void watch(Reading reading, Check check) {
        Limits limits = thresholds.find(reading.code());
        if (limits != null) {
            watch(reading, limits, limits.low(), check);
            watch(reading, limits, limits.high(), check);
        }
    }

    private static void watch(Reading reading, Limits limits, Threshold side, Check check) {
        Excursions excursions = check.bedside.excursions;
        int level = side.level(reading.value());
        if (level == 0 && !excursions.isMet(side.slot())) {
            return;
        }
        Moment moment = new Moment(reading.time().toEpochMilli(), limits.repeatMillis());
        if (excursions.observe(side.slot(), level, side.held(reading.value()), moment)) {
            check.alerts.add(new Alert(
                    reading.id().device(),
                    reading.patient(),
                    side.rule(level),
                    reading.code(),
                    reading.value(),
                    reading.unit(),
                    reading.time()));
        }
    }

    /** Whether the reading counts for the score. */
    private boolean note(Reading reading, Bedside bedside) {
        Scored scored = chart.find(reading.code());
        if (scored != null) {
            bedside.sheet.note(scored, reading.value(), reading.time().toEpochMilli());
        }
        return scored != null;
    }

    private void score(Reading any, Check check) {
        Scale scale = isOnScale2.test(any.patient()) ? Scale.TWO : Scale.ONE;
        Score score = check.bedside.sheet.score(chart, scale);
        int level = level(score.total(), score.hasThree());
        int held = level(score.total() + 1, score.hasThree());
        int slot = thresholds.slots();
        if (check.bedside.excursions.observe(slot, level, held, new Moment(score.time(), REPEAT_SCORE.toMillis()))) {
            check.alerts.add(new Alert(
                    any.id().device(),
                    any.patient(),
                    SCORE_RULES[level - 1],
                    Alert.NEWS2,
                    new Decimal(score.total(), 0),
                    "{score}",
                    Instant.ofEpochMilli(score.time())));
        }
    }

    private static int level(int total, boolean hasThree) {
        if (total >= EMERGENCY) {
            return 3;
        }
        if (total >= URGENT) {
            return 2;
        }
        return hasThree ? 1 : 0;
    }

    /** One call's work. */
    private record Check(Bedside bedside, List<Alert> alerts) {}

    /** What is remembered of one device; guarded by its own lock. */
    private static final class Bedside {
        private final int slots;
        private @Nullable PatientHandle patient;
        private Excursions excursions;
        private News2Sheet sheet = new News2Sheet();

        Bedside(int slots) {
            this.slots = slots;
            this.excursions = new Excursions(slots);
        }

        /** What is known of one patient says nothing about the next. */
        void occupy(PatientHandle next) {
            if (!next.equals(patient)) {
                patient = next;
                excursions = new Excursions(slots);
                sheet = new News2Sheet();
            }
        }
    }
}
