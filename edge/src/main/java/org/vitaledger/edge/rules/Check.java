package org.vitaledger.edge.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.Reading;
import org.vitaledger.edge.rules.BedsideRules.Tables;
import org.vitaledger.edge.rules.Excursions.Moment;
import org.vitaledger.edge.rules.News2.Scale;
import org.vitaledger.edge.rules.News2.Scored;
import org.vitaledger.edge.rules.News2Sheet.Score;
import org.vitaledger.edge.rules.Thresholds.Limits;

/** One pack's look at one patient; under the patient's lock. */
final class Check {
    private static final long REPEAT_SCORE = Duration.ofMinutes(30).toMillis();
    private static final int URGENT = 5;
    private static final int EMERGENCY = 7;
    private static final AlertRule[] SCORE_RULES = {
        AlertRule.NEWS2_SINGLE, AlertRule.NEWS2_URGENT, AlertRule.NEWS2_EMERGENCY
    };

    private final Tables tables;
    private final PatientState state;
    private final long now;
    private final List<Alert> alerts = new ArrayList<>(0);
    private boolean isMet;
    private boolean isScored;
    private boolean isScoredLate;

    Check(Tables tables, PatientState state, long now) {
        this.tables = tables;
        this.state = state;
        this.now = now;
    }

    /** What a measured source is: the same code of the same device. */
    private record Source(Object device, String code) {}

    List<Alert> of(List<Reading> readings) {
        Reading first = readings.getFirst();
        if (state.isJudged(first.pack())) {
            return List.of();
        }
        state.arrived(now);
        for (Reading reading : readings) {
            requireSame(first, reading);
            look(reading);
        }
        if (isScored) {
            score(first);
        }
        if (isScoredLate) {
            scoreLate(first);
        }
        if (isMet) {
            state.judged(first.pack());
        }
        return alerts;
    }

    private static void requireSame(Reading first, Reading reading) {
        if (!reading.id().device().equals(first.id().device())
                || !reading.patient().equals(first.patient())) {
            throw new IllegalArgumentException("the readings of one check are of one device and one patient");
        }
    }

    private void look(Reading reading) {
        Limits limits = tables.thresholds().find(reading.code());
        Scored scored = tables.chart().find(reading.code());
        if (limits == null && scored == null) {
            return;
        }
        long measured = reading.time().toEpochMilli();
        // A clock that is a little ahead must not make what others measure look old.
        long time = Math.min(measured, now);
        boolean isLate =
                PatientState.isOff(measured, now) || (limits != null && state.isOvertaken(reading, limits, time));
        if (limits != null) {
            watch(reading, limits.low(), limits.repeatMillis(), isLate);
            watch(reading, limits.high(), limits.repeatMillis(), isLate);
        }
        if (scored != null) {
            note(scored, reading, time, isLate);
        }
    }

    private void watch(Reading reading, Threshold side, long repeat, boolean isLate) {
        int level = side.level(reading.value());
        int slot = side.slot();
        isMet |= level > 0;
        if (isLate) {
            watchLate(reading, side, new LateTrack.Arrival(reading.time().toEpochMilli(), now, repeat));
            return;
        }
        Excursions excursions = state.excursions();
        if (level == 0 && !excursions.isMet(slot)) {
            return;
        }
        Source source = new Source(reading.id().device(), reading.code());
        long time = Math.min(reading.time().toEpochMilli(), now);
        int due = excursions.observe(slot, level, side.held(reading.value()), new Moment(time, now, repeat, source));
        if (due > 0) {
            tell(slot, alert(reading, side.rule(due), false));
        }
    }

    private void watchLate(Reading reading, Threshold side, LateTrack.Arrival arrival) {
        int level = side.level(reading.value());
        if (state.late().observe(side.slot(), level, arrival)) {
            tellLate(side.slot(), alert(reading, side.rule(level), true));
        }
    }

    private void tellLate(int slot, Alert alert) {
        state.late().tell(slot, alert);
        alerts.add(alert);
    }

    private static Alert alert(Reading reading, AlertRule rule, boolean isLate) {
        return new Alert(
                reading.id().device(),
                reading.patient(),
                rule,
                reading.code(),
                reading.value(),
                reading.unit(),
                reading.time(),
                isLate);
    }

    private void tell(int slot, Alert alert) {
        state.excursions().tell(slot, alert);
        alerts.add(alert);
    }

    /** A late value also fills a place of the present score that is empty or older, without a word of its own. */
    private void note(Scored scored, Reading reading, long time, boolean isLate) {
        if (!isLate) {
            state.sheet().note(scored, reading, time);
            isScored = true;
            return;
        }
        state.late().sheet().note(scored, reading, time);
        isScoredLate = true;
        boolean isOfThePast = reading.time().toEpochMilli() == time;
        if (isOfThePast && now - time <= News2Sheet.WINDOW.toMillis()) {
            state.sheet().note(scored, reading, time);
        }
    }

    private void score(Reading any) {
        Score score = state.sheet().score(tables.chart(), scale(any));
        int level = level(score.total(), score.hasThree());
        int held = level(score.total() + 1, score.hasThree());
        isMet |= level > 0;
        int slot = tables.thresholds().slots();
        Moment moment = new Moment(score.time(), now, REPEAT_SCORE, Alert.NEWS2);
        int due = state.excursions().observe(slot, level, held, moment);
        if (due > 0) {
            tell(slot, alert(any, score, due, false));
        }
    }

    private void scoreLate(Reading any) {
        LateTrack late = state.late();
        Score score = late.sheet().score(tables.chart(), scale(any));
        int level = level(score.total(), score.hasThree());
        isMet |= level > 0;
        int slot = tables.thresholds().slots();
        if (late.observe(slot, level, new LateTrack.Arrival(score.time(), now, REPEAT_SCORE))) {
            tellLate(slot, alert(any, score, level, true));
        }
    }

    private Scale scale(Reading any) {
        return tables.isOnScale2().test(any.patient()) ? Scale.TWO : Scale.ONE;
    }

    private static Alert alert(Reading any, Score score, int level, boolean isLate) {
        return new Alert(
                any.id().device(),
                any.patient(),
                SCORE_RULES[level - 1],
                Alert.NEWS2,
                new Decimal(score.total(), 0),
                "{score}",
                Instant.ofEpochMilli(score.time()),
                isLate);
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
}
