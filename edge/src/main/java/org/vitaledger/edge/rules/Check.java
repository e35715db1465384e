package org.vitaledger.edge.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.Reading;
import org.vitaledger.edge.rules.Alert.Mark;
import org.vitaledger.edge.rules.BedsideRules.Tables;
import org.vitaledger.edge.rules.Excursions.Grade;
import org.vitaledger.edge.rules.Excursions.Moment;
import org.vitaledger.edge.rules.Excursions.Pace;
import org.vitaledger.edge.rules.News2.Scale;
import org.vitaledger.edge.rules.News2.Scored;
import org.vitaledger.edge.rules.News2Sheet.Score;
import org.vitaledger.edge.rules.Thresholds.Limits;

/** One pack's look at one patient; under the patient's lock. */
final class Check {
    /** Who has a score of 5 or more is looked at once an hour at least. */
    private static final Pace SCORE_PACE =
            new Pace(Duration.ofMinutes(30).toMillis(), Duration.ofHours(1).toMillis());

    private static final int URGENT = 5;
    private static final int EMERGENCY = 7;
    private static final int SCORE_STEP = 2;
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
    private boolean isAnyAhead;

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
        isAnyAhead |= PatientState.isAhead(measured, now);
        boolean isLate =
                PatientState.isOff(measured, now) || (limits != null && state.isOvertaken(reading, limits, time));
        if (limits != null) {
            watch(reading, limits.low(), limits.pace(), isLate);
            watch(reading, limits.high(), limits.pace(), isLate);
        }
        if (scored != null) {
            note(scored, reading, time, isLate);
        }
    }

    private void watch(Reading reading, Threshold side, Pace pace, boolean isLate) {
        int level = side.level(reading.value());
        int slot = side.slot();
        isMet |= level > 0;
        if (isLate) {
            watchLate(
                    reading,
                    side,
                    new LateTrack.Arrival(reading.code(), reading.time().toEpochMilli(), now, pace.repeat()));
            return;
        }
        state.overtakesLate(reading.id().device(), slot, reading.code());
        Excursions excursions = state.excursions();
        if (level == 0 && !excursions.isMet(slot)) {
            return;
        }
        Source source = new Source(reading.id().device(), reading.code());
        long time = Math.min(reading.time().toEpochMilli(), now);
        Grade grade = new Grade(level, side.held(reading.value()), side.steps(reading.value()));
        int due = excursions.observe(slot, grade, new Moment(time, now, pace, source));
        if (due > 0) {
            tell(slot, alert(reading, side.rule(due), marks(level < due)));
        }
    }

    private void watchLate(Reading reading, Threshold side, LateTrack.Arrival arrival) {
        int level = side.level(reading.value());
        if (late(reading).observe(side.slot(), level, arrival)) {
            tellLate(
                    side.slot(),
                    alert(reading, side.rule(level), lateMarks(PatientState.isAhead(arrival.time(), now))));
        }
    }

    private LateTrack late(Reading reading) {
        return state.late(reading.id().device());
    }

    private void tellLate(int slot, Alert alert) {
        state.late(alert.device()).tell(slot, alert);
        alerts.add(alert);
    }

    private static Set<Mark> lateMarks(boolean isAhead) {
        return isAhead ? Set.of(Mark.LATE, Mark.AHEAD) : Set.of(Mark.LATE);
    }

    private static Set<Mark> marks(boolean isHeld) {
        return isHeld ? Set.of(Mark.HELD) : Set.of();
    }

    private static Alert alert(Reading reading, AlertRule rule, Set<Mark> marks) {
        return new Alert(
                reading.id().device(),
                reading.patient(),
                rule,
                reading.code(),
                Optional.of(reading.value()),
                reading.unit(),
                reading.time(),
                marks);
    }

    private void tell(int slot, Alert alert) {
        state.excursions().tell(slot, alert);
        alerts.add(alert);
    }

    /** A late value also fills a place of the present score that is empty or older, without a word of its own. */
    private void note(Scored scored, Reading reading, long time, boolean isLate) {
        if (!isLate) {
            state.sheet().note(scored, reading, time, now);
            isScored = true;
            return;
        }
        late(reading).sheet().note(scored, reading, time, time);
        isScoredLate = true;
        boolean isOfThePast = reading.time().toEpochMilli() == time;
        if (isOfThePast && now - time <= News2Sheet.WINDOW.toMillis()) {
            state.sheet().note(scored, reading, time, time);
        }
    }

    private void score(Reading any) {
        Score score = state.sheet().score(tables.chart(), scale(any));
        int level = level(score.total(), score.hasThree());
        int held = level(score.total() + 1, score.hasThree());
        isMet |= level > 0;
        int slot = tables.thresholds().slots();
        state.overtakesLateScore(any.id().device(), slot);
        Grade grade = new Grade(level, held, Math.max(0, score.total() - EMERGENCY) / SCORE_STEP);
        int due = state.excursions().observe(slot, grade, new Moment(score.time(), now, SCORE_PACE, Alert.NEWS2));
        if (due > 0) {
            tell(slot, alert(any, score, due, marks(level < due)));
        }
    }

    private void scoreLate(Reading any) {
        LateTrack late = late(any);
        Score score = late.sheet().score(tables.chart(), scale(any));
        int level = level(score.total(), score.hasThree());
        isMet |= level > 0;
        int slot = tables.thresholds().slots();
        if (late.observe(slot, level, new LateTrack.Arrival(Alert.NEWS2, score.time(), now, SCORE_PACE.repeat()))) {
            tellLate(slot, alert(any, score, level, lateMarks(isAnyAhead)));
        }
    }

    private Scale scale(Reading any) {
        return tables.isOnScale2().test(any.patient()) ? Scale.TWO : Scale.ONE;
    }

    private static Alert alert(Reading any, Score score, int level, Set<Mark> marks) {
        return new Alert(
                any.id().device(),
                any.patient(),
                SCORE_RULES[level - 1],
                Alert.NEWS2,
                Optional.of(new Decimal(score.total(), 0)),
                "{score}",
                Instant.ofEpochMilli(score.time()),
                marks);
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
