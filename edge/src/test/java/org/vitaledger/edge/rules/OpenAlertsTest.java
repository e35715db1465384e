package org.vitaledger.edge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.core.value.Reading;
import org.vitaledger.edge.rules.Alert.Mark;

/** What becomes of an alert while it is open: the value gets worse, comes back a little, or stays away. */
class OpenAlertsTest {
    private final BedsideRules rules = BedsideRules.load();
    private int second;

    /** The step is half the way from the limit for a warning to the critical one. */
    @ParameterizedTest
    @CsvSource({
        "8867-4 /min,  '145 149 150 151 159 160', '145 150 160'",
        "8867-4 /min,  '40 36 35 36 35 30.1 30',  '40 35 30'",
        "59408-5 %,    '85 83 82.5 82 80 84 80',  '85 82.5 80'",
        "59408-5 %,    '85 60 60 57.6 57.5',      '85 60 57.5'",
        "2823-3 mmol/L,'6.5 6.9 7.0',             '6.5 7.0'",
        "8867-4 /min,  '125 130 139',             '125'"
    })
    void aCriticalValueThatGetsAStepWorseIsToldAtOnce(String what, String values, String told) {
        assertThat(tell(what, values.split(" ")).filter(it -> !it.code().equals(Alert.NEWS2)))
                .extracting(alert -> alert.value().orElseThrow().toString())
                .containsExactly(told.split(" "));
    }

    /** What is open says what is, not what was: an alert of the level that is left takes the place of the worse one. */
    @ParameterizedTest
    @CsvSource({
        "9269-2 {score},  7 11,    critical-low warning-low",
        "2823-3 mmol/L,   7.0 5.9, critical-high warning-high",
        "59408-5 %,       80 89,   critical-low warning-low"
    })
    void whatGetsBetterButNotWellIsOpenAsWhatItIs(String what, String values, String rulesToldOf) {
        assertThat(tell(what, values.split(" ")).filter(it -> !it.code().equals(Alert.NEWS2)))
                .extracting(alert -> alert.rule().id())
                .containsExactly(rulesToldOf.split(" "));
        assertThat(open(second).stream().filter(it -> !it.code().equals(Alert.NEWS2)))
                .extracting(alert -> alert.value().orElseThrow().toString())
                .containsExactly(values.substring(values.indexOf(' ') + 1));
    }

    @Test
    void aScoreThatGetsBetterButNotWellIsOpenAsWhatItIs() {
        scores("9279-1 /min 25", "8867-4 /min 131", "8310-5 Cel 35.0");
        scores("9279-1 /min 25", "8867-4 /min 111", "8310-5 Cel 36.5");
        assertThat(open(second).stream().filter(it -> it.code().equals(Alert.NEWS2)))
                .extracting(Alert::rule)
                .containsExactly(AlertRule.NEWS2_URGENT);
    }

    @Test
    void whatGetsWorseAgainAndAgainIsBounded() {
        List<Alert> alerts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            alerts.addAll(tell("8867-4 /min", Integer.toString(140 + 4 * i), Integer.toString(125))
                    .toList());
        }
        assertThat(alerts.stream().filter(it -> !it.code().equals(Alert.NEWS2)))
                .hasSizeLessThanOrEqualTo(2 * Excursions.MOST + Excursions.MOST_STEPS);
    }

    @Test
    void whatStepsLeftOutIsToldWhenTheIntervalIsOver() {
        for (int value = 140; value <= 300; value += 10) {
            int limitAlerts = (int) tell("8867-4 /min", Integer.toString(value))
                    .filter(it -> !it.code().equals(Alert.NEWS2))
                    .count();
            assertThat(limitAlerts).isEqualTo(value <= 140 + 10 * Excursions.MOST_STEPS ? 1 : 0);
        }
        second = 301;
        assertThat(check("8867-4 /min 290"))
                .filteredOn(it -> !it.code().equals(Alert.NEWS2))
                .hasSize(1);
    }

    /** A channel that comes late stays what it is, whatever another channel of the device says. */
    @Test
    void whatComesLateUnderOneCodeIsNotEndedByAnother() {
        Instant now = Readings.START.plusSeconds(7200);
        for (int i = 0; i < 5; i++) {
            int at = 7200 + i;
            late(1, now.plusSeconds(i), at - 3600, "8867-4 /min 30");
            late(1, now.plusSeconds(i), at, "8889-8 /min 72");
        }
        assertThat(rules.open(Readings.patient(1), now.plusSeconds(6)))
                .extracting(Alert::code)
                .contains("8867-4");
        late(1, now.plusSeconds(7), 7207, "8867-4 /min 72");
        assertThat(rules.open(Readings.patient(1), now.plusSeconds(8)))
                .extracting(Alert::code)
                .doesNotContain("8867-4");
    }

    @Test
    void whatComesLateUnderOneCodeIsOpenBesideAnotherThatIsWell() {
        Instant now = Readings.START.plusSeconds(7200);
        for (int i = 0; i < 5; i++) {
            int at = 3600 + i;
            rules.check(
                    List.of(
                            Readings.of(Readings.device(1), Readings.patient(1), at, "8867-4 /min 30"),
                            Readings.of(Readings.device(1), Readings.patient(1), at, "8889-8 /min 75")),
                    now.plusSeconds(i));
            assertThat(rules.open(Readings.patient(1), now.plusSeconds(i)))
                    .extracting(Alert::code)
                    .contains("8867-4");
        }
    }

    /** Values that flutter are bounded; a state that then lasts is told, and open from the beginning. */
    @ParameterizedTest
    @CsvSource({
        "8867-4 /min, 72, 155, critical-high",
        "59408-5 %, 97, 80, critical-low",
        "8310-5 Cel, 37, 41, critical-high",
        "8480-6 mm[Hg], 120, 60, critical-low"
    })
    void whatLastsAfterAFlutterIsOpenAtOnceAndToldAfterAMinute(String what, String well, String ill, String rule) {
        for (int i = 0; i < 50; i++) {
            for (String value : List.of(well, ill)) {
                second++;
                check(what + " " + value);
            }
        }
        int begin = second;
        assertThat(open(begin)).extracting(alert -> alert.rule().id()).contains(rule);
        List<Integer> told = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            tell(what, ill).filter(alert -> alert.rule().id().equals(rule)).forEach(alert -> told.add(second - begin));
        }
        assertThat(told).hasSize(1).allMatch(after -> after <= 60);
    }

    /** What lasts is told once, and what gets worse within its bound. */
    @ParameterizedTest
    @CsvSource({
        "8867-4 /min, '135 165 142 171 138 150 133 162 145', '145 165'",
        "8480-6 mm[Hg], '85 78 70 65 86', '78 65'",
        "8310-5 Cel, '39.5 40.2 41 42 39', '40.3 41.5'"
    })
    void whatLastsUnevenlyAfterAFlutterIsNoFlood(String what, String flutter, String lasting) {
        for (int i = 0; i < 20; i++) {
            tell(what, flutter.split(" ")).forEach(alert -> {});
        }
        int begin = second;
        List<Integer> told = new ArrayList<>();
        while (second < begin + 280) {
            tell(what, lasting.split(" "))
                    .filter(alert -> !alert.code().equals(Alert.NEWS2))
                    .forEach(alert -> told.add(second - begin));
        }
        assertThat(told).hasSizeBetween(1, Excursions.MOST + Excursions.MOST_STEPS + 1);
        assertThat(told.stream().filter(after -> after <= 62)).isNotEmpty();
    }

    /** Each by its own clock, of which the worse one is slow. */
    @ParameterizedTest
    @CsvSource({"8867-4 /min, 150, 170, 5", "59408-5 %, 80, 70, 5", "8480-6 mm[Hg], 75, 60, 10"})
    void twoDevicesThatDifferInValueAndTimeAreNoFlood(String what, String right, String slow, int interval) {
        List<Integer> told = new ArrayList<>();
        for (int at = 0; at < 3600; at++) {
            Instant now = Readings.START.plusSeconds(at);
            List<Alert> alerts = new ArrayList<>(late(1, now, at, what + " " + right));
            alerts.addAll(late(2, now, at - 600, what + " " + slow));
            for (Alert alert : alerts) {
                if (!alert.code().equals(Alert.NEWS2)) {
                    told.add(at / 60 / interval);
                }
            }
        }
        for (int i = 0; i < 60 / interval; i++) {
            int number = i;
            assertThat(told.stream().filter(it -> it == number))
                    .as("interval %d", i)
                    .hasSizeBetween(1, Excursions.MOST + Excursions.MOST_STEPS + 1);
        }
    }

    @Test
    void aScoreThatLastsAfterAFlutterIsOpenAtOnceAndToldAfterAMinute() {
        for (int i = 0; i < 50; i++) {
            scores("9279-1 /min 15", "8867-4 /min 72", "8480-6 mm[Hg] 120", "8310-5 Cel 37");
            scores("9279-1 /min 30", "8867-4 /min 155", "8480-6 mm[Hg] 60", "8310-5 Cel 40");
        }
        assertThat(open(second)).extracting(alert -> alert.rule().id()).contains("news2-emergency");
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            told.addAll(scores("9279-1 /min 30", "8867-4 /min 155", "8480-6 mm[Hg] 60", "8310-5 Cel 40"));
        }
        assertThat(told).containsExactly("news2-emergency 11");
    }

    @Test
    void aScoreOfAnEmergencyThatRisesByTwoIsToldAtOnce() {
        check("9279-1 /min 22", "8867-4 /min 112", "8480-6 mm[Hg] 85");
        assertThat(scores("8310-5 Cel 38.5")).isEmpty();
        assertThat(scores("9269-2 {score} 14")).containsExactly("news2-emergency 11");
    }

    @Test
    void aScoreThatIsHeldSaysSo() {
        assertThat(scores("9279-1 /min 22", "8867-4 /min 112", "8310-5 Cel 38.5"))
                .containsExactly("news2-urgent 5");
        second += 1800;
        List<Alert> again = check("8310-5 Cel 37.5", "9279-1 /min 22", "8867-4 /min 112");
        Alert held = again.getLast();

        assertThat(held.marks()).containsExactly(Mark.HELD);
        assertThat(held.text()).isEqualTo("NEWS2 4 {score} (inside the limit again, by too little to end the alert)");
        assertThat(held.json(false)).contains("\"value\":4", "\"held\":true");
    }

    @Test
    void aValueInsideTheHysteresisSaysSo() {
        check("8867-4 /min 140");
        second += 300;
        assertThat(check("8867-4 /min 138"))
                .filteredOn(it -> it.rule() == AlertRule.CRITICAL_HIGH)
                .singleElement()
                .satisfies(alert -> assertThat(alert.marks()).containsExactly(Mark.HELD));
    }

    @Test
    void aValueThatNoLongerComesIsToldOnceAndItsAlertStaysOpen() {
        check("8867-4 /min 125");
        assertThat(due(299)).isEmpty();
        assertThat(due(300)).extracting(Alert::text).containsExactly("8867-4: no values since 2026-03-01T10:00:00Z");
        assertThat(due(301)).isEmpty();
        assertThat(open(3600))
                .extracting(Alert::text)
                .containsExactlyInAnyOrder(
                        "8867-4 125 /min (old: no newer values have come)",
                        "8867-4: no values since 2026-03-01T10:00:00Z");
        assertThat(open(3600)).extracting(Alert::asRaised).contains(open(1).getFirst());
    }

    @Test
    void valuesThatComeAgainEndWhatWasToldOfThem() {
        check("8867-4 /min 125");
        assertThat(due(300)).hasSize(1);
        second = 400;
        check("8867-4 /min 124");
        assertThat(open(401)).extracting(Alert::text).containsExactly("8867-4 124 /min");
        assertThat(due(699)).isEmpty();
        assertThat(due(700)).hasSize(1);
        second = 800;
        check("8867-4 /min 72");
        assertThat(open(801)).isEmpty();
        assertThat(due(9999)).isEmpty();
    }

    @Test
    void aDeviceThatThePatientWearsNoMoreIsNotMissed() {
        check("8867-4 /min 125");
        assertThat(rules.due(Readings.START.plusSeconds(300), device -> Optional.empty()))
                .isEmpty();
        assertThat(open(300)).extracting(Alert::marks).containsExactly(Set.of(Mark.STALE));
    }

    @Test
    void whatIsOrderedOneByOneIsNotMissed() {
        check("2823-3 mmol/L 6.0");
        assertThat(due(20 * 3600)).isEmpty();
        assertThat(open(20 * 3600)).extracting(Alert::marks).containsOnly(Set.of());
    }

    @Test
    void aScoreWithoutNewValuesIsMissedAfterAnHour() {
        check("9279-1 /min 22", "8867-4 /min 112", "8310-5 Cel 38.5");
        assertThat(due(3599)).noneMatch(alert -> alert.code().equals(Alert.NEWS2));
        assertThat(due(3600)).anyMatch(alert -> alert.code().equals(Alert.NEWS2));
    }

    @Test
    void oneDevicesBacklogHidesNothingOfAnothersThatIsSlow() {
        Instant now = Readings.START;
        List<Alert> alerts = new ArrayList<>();
        for (int minute = 0; minute < 3; minute++) {
            // An hour slow, and in trouble; while another brings what it stored ten hours ago, and later.
            alerts.addAll(late(1, now.plusSeconds(minute), minute - 3600, "59408-5 % 70"));
            alerts.addAll(late(2, now.plusSeconds(minute), minute - 1800, "59408-5 % 98"));
        }
        assertThat(alerts).extracting(Alert::device).containsOnly(Readings.device(1));
        assertThat(rules.open(Readings.patient(1), now.plusSeconds(60)))
                .extracting(Alert::rule)
                .contains(AlertRule.CRITICAL_LOW);
    }

    @Test
    void aTimeInTheFutureIsNamedAndItsAlertEndsWithTheNextValueOfThePresent() {
        Instant now = Readings.START;
        int threeDays = 3 * 24 * 3600;
        assertThat(late(1, now, threeDays, "8867-4 /min 190"))
                .filteredOn(alert -> alert.code().equals("8867-4"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.marks()).containsExactlyInAnyOrder(Mark.LATE, Mark.AHEAD));
        assertThat(rules.open(Readings.patient(1), now.plusSeconds(2))).isNotEmpty();
        late(1, now.plusSeconds(3), 3, "59408-5 % 98");
        assertThat(rules.open(Readings.patient(1), now.plusSeconds(4)))
                .extracting(Alert::code)
                .contains("8867-4");
        late(1, now.plusSeconds(5), 5, "8867-4 /min 73");
        assertThat(rules.open(Readings.patient(1), now.plusSeconds(6))).isEmpty();
        late(2, now.plusSeconds(7), -3600, "8867-4 /min 30");
        late(1, now.plusSeconds(8), 8, "8867-4 /min 73");
        assertThat(rules.open(Readings.patient(1), now.plusSeconds(9)))
                .extracting(Alert::device)
                .containsOnly(Readings.device(2));
    }

    @Test
    void ofManyDevicesThatAreLateTheLastOnesAreRemembered() {
        for (int device = 1; device <= 3 * PatientState.LATE_DEVICES; device++) {
            late(device, Readings.START, -3600, "59408-5 % 70");
        }
        assertThat(rules.open(Readings.patient(1), Readings.START).stream()
                        .filter(alert -> !alert.code().equals(Alert.NEWS2)))
                .hasSize(PatientState.LATE_DEVICES);
    }

    /** Within one pack, too: what was raised may be over, or something worse, before anybody hears of it. */
    @ParameterizedTest
    @CsvSource({
        "0,    '8867-4 /min 30',                   'critical-low true'",
        "0,    '8867-4 /min 30,8867-4 /min 72',    'critical-low false'",
        "0,    '8867-4 /min 125,8867-4 /min 150',  'warning-high false,critical-high true'",
        "3600, '8867-4 /min 30',                   'critical-low true'",
        "3600, '8867-4 /min 30,8867-4 /min 72',    'critical-low false'",
        "3600, '8867-4 /min 125,8867-4 /min 150',  'warning-high false,critical-high true'"
    })
    void whatWasRaisedSaysWhetherItIsOpen(int age, String texts, String told) {
        List<Reading> pack = Arrays.stream(texts.split(","))
                .map(text -> Readings.of(Readings.device(1), Readings.patient(1), second++ - age, text))
                .toList();
        Instant now = Readings.START.plusSeconds(second);
        List<Alert> raised = rules.check(pack, now);
        assertThat(raised.stream().filter(it -> !it.code().equals(Alert.NEWS2)))
                .extracting(alert -> alert.rule().id() + " " + rules.isOpen(alert, now))
                .containsExactly(told.split(","));
        assertThat(raised.stream().filter(alert -> rules.isOpen(alert, now)))
                .containsExactlyInAnyOrderElementsOf(open(second));
    }

    @Test
    void whatGrowsOldOrSaysNothingOfAValueIsOpenUntilItIsOver() {
        Alert low = check("8867-4 /min 125").getFirst();
        Alert silent = due(300).getFirst();
        assertThat(isOpen(low, 300) && isOpen(silent, 300)).isTrue();
        second = 400;
        check("8867-4 /min 72");
        assertThat(isOpen(low, 400) || isOpen(silent, 400)).isFalse();

        DeviceConditions conditions = rules.conditions();
        Instant then = Readings.START.plusSeconds(60);
        conditions.met(AlertRule.NOT_STORED, low.device(), low.patient(), Readings.START);
        Alert technical = conditions
                .met(AlertRule.NOT_STORED, low.device(), low.patient(), then)
                .orElseThrow();
        assertThat(isOpen(technical, 60)).isTrue();
        conditions.over(AlertRule.NOT_STORED, low.device());
        assertThat(isOpen(technical, 60)).isFalse();
    }

    private boolean isOpen(Alert alert, int at) {
        return rules.isOpen(alert, Readings.START.plusSeconds(at));
    }

    private List<Alert> late(int device, Instant arrival, int time, String text) {
        return rules.check(List.of(Readings.of(Readings.device(device), Readings.patient(1), time, text)), arrival);
    }

    private Stream<Alert> tell(String what, String... values) {
        return Arrays.stream(values).flatMap(value -> {
            second++;
            return check(what + " " + value).stream();
        });
    }

    private List<String> scores(String... texts) {
        second++;
        return check(texts).stream()
                .filter(it -> it.code().equals(Alert.NEWS2))
                .map(it -> it.rule().id() + " " + it.value().orElseThrow())
                .toList();
    }

    private List<Alert> check(String... texts) {
        List<Reading> readings = Arrays.stream(texts)
                .map(text -> Readings.of(Readings.device(1), Readings.patient(1), second, text))
                .toList();
        return rules.check(readings, Readings.START.plusSeconds(second));
    }

    private List<Alert> due(int at) {
        return rules.due(Readings.START.plusSeconds(at), device -> Optional.of(Readings.patient(1)));
    }

    private List<Alert> open(int at) {
        return rules.open(Readings.patient(1), Readings.START.plusSeconds(at));
    }
}
