package org.vitaledger.edge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.edge.normal.DataTable;

/** A state that lasts is told again and again. */
class LastingStatesTest {
    private final BedsideRules rules = BedsideRules.load();
    private Instant now = Readings.START;

    @ParameterizedTest
    @CsvSource({
        "8867-4 /min, 140, 138, 5",
        "8867-4 /min, 120, 118, 5",
        "59408-5 %, 85, 86, 5",
        "8310-5 Cel, 40, 39.9, 30"
    })
    void staysAudibleInsideTheHysteresis(String what, String first, String then, int minutes) {
        List<Alert> alerts = new ArrayList<>(check(reading(1, 0, what + " " + first)));
        for (int minute = 1; minute <= 480; minute++) {
            alerts.addAll(check(reading(1, minute * 60, what + " " + then)));
        }
        assertThat(alerts.stream().filter(it -> !it.code().equals(Alert.NEWS2))).hasSize(1 + 480 / minutes);
    }

    @Test
    void aScoreThatLastsComesAgain() {
        List<Alert> alerts = new ArrayList<>(check(
                reading(1, 0, "9279-1 /min 22"), reading(1, 0, "8867-4 /min 112"), reading(1, 0, "8480-6 mm[Hg] 85")));
        for (int minute = 1; minute <= 720; minute++) {
            int second = minute * 60;
            alerts.addAll(check(
                    reading(1, second, "9279-1 /min 22"),
                    reading(1, second, "8867-4 /min 112"),
                    reading(1, second, "8480-6 mm[Hg] 95")));
        }
        assertThat(alerts.stream().filter(it -> it.code().equals(Alert.NEWS2))).hasSize(1 + 24);
    }

    @Test
    void theScoreIsThatOfThePatientOverAllDevices() {
        assertThat(check(reading(1, 0, "9279-1 /min 22"))).isEmpty();
        assertThat(check(reading(2, 1, "8867-4 /min 112"))).isEmpty();
        assertThat(check(reading(3, 2, "8310-5 Cel 38.4")))
                .extracting(Alert::rule)
                .containsExactly(AlertRule.NEWS2_URGENT);
        assertThat(check(reading(4, 3, "8480-6 mm[Hg] 95")))
                .extracting(Alert::rule)
                .contains(AlertRule.NEWS2_EMERGENCY);
    }

    @Test
    void twoDevicesWithTheSameQuantityTellOneExcursion() {
        assertThat(check(reading(1, 0, "8867-4 /min 125"))).hasSize(1);
        assertThat(check(reading(2, 1, "8889-8 /min 125"))).isEmpty();
    }

    @Test
    void twoDevicesThatDisagreeTellTheWorseAndDoNotFlap() {
        List<Alert> alerts = new ArrayList<>();
        for (int second = 0; second < 600; second++) {
            alerts.addAll(check(reading(1, second, "8867-4 /min 72")));
            alerts.addAll(check(reading(2, second, "8889-8 /min 135")));
        }
        assertThat(alerts)
                .extracting(Alert::rule)
                .containsExactlyInAnyOrder(AlertRule.WARNING_HIGH, AlertRule.NEWS2_SINGLE, AlertRule.WARNING_HIGH);
        assertThat(rules.open(Readings.patient(1), now)).hasSize(2);
    }

    @Test
    void aClockThatIsAnHourSlowHidesNothingThatGoesOn() {
        for (int second = 0; second < 600; second += 10) {
            Reading reading = reading(1, second, "59408-5 % 60");
            rules.check(List.of(reading), reading.time().plusSeconds(3600));
        }
        assertThat(rules.open(Readings.patient(1), now.plusSeconds(3600)))
                .extracting(Alert::rule)
                .containsExactly(AlertRule.CRITICAL_LOW, AlertRule.NEWS2_SINGLE);
        Reading well = reading(1, 610, "59408-5 % 97");
        rules.check(List.of(well), well.time().plusSeconds(3600));
        assertThat(rules.open(Readings.patient(1), now.plusSeconds(3600))).isEmpty();
    }

    @Test
    void aSecondDeviceWithAnotherClockHidesNothing() {
        List<Alert> alerts = new ArrayList<>();
        for (int second = 120; second < 300; second += 10) {
            alerts.addAll(check(reading(1, second, "59408-5 % 97")));
            alerts.addAll(check(Readings.of(Readings.device(2), Readings.patient(1), second - 120, "59408-5 % 60")));
        }
        assertThat(alerts).isNotEmpty().allMatch(alert -> !alert.late());
        assertThat(rules.open(Readings.patient(1), now)).extracting(Alert::rule).contains(AlertRule.CRITICAL_LOW);
    }

    /** Who confirms it last, though milder, ends it for nobody else. */
    @ParameterizedTest
    @CsvSource({
        "8480-6 mm[Hg], 60 78 120, critical-low",
        "59408-5 %, 70 84 95, critical-low",
        "8867-4 /min, 125 125 72, warning-high"
    })
    void ofTwoDevicesTheOneThatIsWellEndsNothingOfTheOther(String what, String values, String rule) {
        String[] each = values.split(" ", -1);
        check(reading(1, 0, what + " " + each[0]));
        check(reading(2, 60, what + " " + each[1]));
        check(reading(2, 120, what + " " + each[2]));
        assertThat(open()).extracting(alert -> alert.rule().id()).containsExactly(rule);
        check(reading(1, 180, what + " " + each[2]));
        assertThat(open()).isEmpty();
    }

    /** Nor does what a device measured before, and brings later. */
    @Test
    void whatADeviceMeasuredBeforeEndsNothing() {
        check(reading(1, 99, "8867-4 /min 75"));
        check(reading(2, 100, "8867-4 /min 30"));
        check(reading(1, 101, "8867-4 /min 75"));
        check(reading(2, 50, "8867-4 /min 75"));
        check(reading(2, 60, "8867-4 /min 75"));
        assertThat(open()).extracting(Alert::rule).containsExactly(AlertRule.CRITICAL_LOW);
    }

    /** What the milder one says takes the place of the worse one's word when that is well. */
    @Test
    void whatIsLeftOfAnotherDeviceIsOpenAsWhatItIs() {
        check(reading(1, 0, "8480-6 mm[Hg] 60"));
        check(reading(2, 10, "8480-6 mm[Hg] 85"));
        check(reading(1, 20, "8480-6 mm[Hg] 120"));
        assertThat(open()).hasSize(1);
        check(reading(2, 30, "8480-6 mm[Hg] 85"));
        assertThat(open()).extracting(Alert::rule).containsExactly(AlertRule.WARNING_LOW);
    }

    /** Two clocks that differ by almost as much as makes a value late. */
    @ParameterizedTest
    @ValueSource(ints = {10 * 60, 14 * 60, 14 * 60 + 50})
    void twoDevicesThatDisagreeDoNotFlapHoweverTheirClocksDiffer(int slow) {
        List<Alert> alerts = new ArrayList<>();
        for (int second = 1000; second < 4600; second += 10) {
            alerts.addAll(check(reading(1, second, "59408-5 % 97")));
            if (second % 120 == 0) {
                alerts.addAll(
                        check(Readings.of(Readings.device(2), Readings.patient(1), second - slow, "59408-5 % 84")));
            }
            assertThat(rules.open(now)).hasSize(second < 1080 ? 0 : 2);
        }
        assertThat(alerts.stream().filter(it -> !it.code().equals(Alert.NEWS2))).hasSizeLessThanOrEqualTo(13);
        assertThat(alerts.stream().filter(it -> it.code().equals(Alert.NEWS2))).hasSizeLessThanOrEqualTo(3);
    }

    /** Each second both devices tell one; the clock of the one with more points is two seconds slow. */
    @Test
    void ofTwoDevicesThatDisagreeTheWorseCountsForTheScoreWhateverItsClock() {
        List<Alert> alerts = new ArrayList<>();
        for (int second = 10; second < 60; second++) {
            alerts.addAll(check(reading(1, second, "9279-1 /min 18"), reading(1, second, "8867-4 /min 112")));
            alerts.addAll(check(Readings.of(Readings.device(2), Readings.patient(1), second - 2, "9279-1 /min 26")));
        }
        assertThat(alerts.stream().filter(it -> it.code().equals(Alert.NEWS2)))
                .extracting(alert -> alert.value().orElseThrow().toString())
                .containsExactly("5");
        for (int second = 60; second < 70; second++) {
            check(reading(1, second, "9279-1 /min 18"));
            check(Readings.of(Readings.device(2), Readings.patient(1), second - 2, "9279-1 /min 19"));
        }
        assertThat(rules.open(now).stream().filter(it -> it.code().equals(Alert.NEWS2)))
                .isEmpty();
    }

    @Test
    void aDeviceThatIsTakenAwayLeavesTheWordToTheOther() {
        check(reading(2, 0, "8867-4 /min 135"));
        for (int minute = 0; minute <= 16; minute++) {
            check(reading(1, minute * 60, "8867-4 /min 72"));
        }
        assertThat(rules.open(now)).isEmpty();
    }

    @Test
    void whatIsKnownOfOnePatientSaysNothingOfTheNext() {
        check(reading(1, 0, "8867-4 /min 135"));
        Reading next = Readings.of(Readings.device(1), Readings.patient(2), 1, "8867-4 /min 135");

        assertThat(rules.check(List.of(next), next.time())).hasSize(2);
        assertThat(rules.open(Readings.patient(1), now)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"14749-6 mmol/L 2.0", "8331-1 Cel 41", "8332-9 Cel 41", "20564-1 % 70"})
    void theLimitIsTheQuantitysWhateverItsCodeAndUnit(String reading) {
        assertThat(check(reading(1, 0, reading)).stream()
                        .filter(it -> !it.code().equals(Alert.NEWS2)))
                .hasSize(1);
    }

    @Test
    void aBacklogIsNoFlood() {
        now = Readings.START;
        List<Alert> alerts = new ArrayList<>();
        for (int minute = 20 * 24 * 60; minute > 15; minute -= 5) {
            alerts.addAll(check(reading(1, -minute * 60, "8867-4 /min " + (minute % 3600 < 1800 ? 130 : 72))));
        }
        assertThat(alerts).hasSizeBetween(1, 8).allMatch(Alert::late);
        assertThat(rules.open(now.plusSeconds(16 * 60))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-16 * 60, 6 * 60, 400 * 86_400, -400 * 86_400})
    void underAWrongClockEachAlertIsMarkedAndComesAgain(int offset) {
        List<Alert> alerts = new ArrayList<>();
        for (int second = 0; second <= 600; second += 10) {
            Reading reading = Readings.of(Readings.device(1), Readings.patient(1), second + offset, "59408-5 % 60");
            alerts.addAll(rules.check(List.of(reading), Readings.START.plusSeconds(second)));
        }
        assertThat(alerts).allMatch(Alert::late);
        assertThat(alerts.stream().filter(it -> it.code().equals("59408-5"))).hasSize(3);
    }

    @Test
    void aLateValueIsMarkedAndReplacesNothingNewer() {
        assertThat(check(reading(1, 600, "8867-4 /min 125")))
                .extracting(Alert::late)
                .containsExactly(false);
        assertThat(check(reading(1, 500, "8867-4 /min 150")))
                .extracting(Alert::late)
                .containsOnly(true);
        assertThat(check(reading(1, 510, "8867-4 /min 72"))).isEmpty();
        assertThat(rules.open(now))
                .extracting(alert -> alert.value().orElseThrow().toString())
                .containsExactly("125");
    }

    @Test
    void aClockThatRunsAheadMakesNobodyElseLate() {
        List<Alert> alerts = new ArrayList<>();
        for (int second = 1; second < 10; second++) {
            Reading ahead = Readings.of(Readings.device(1), Readings.patient(1), second + 240, "8867-4 /min 72");
            Reading right = Readings.of(Readings.device(2), Readings.patient(1), second, "8867-4 /min 135");
            alerts.addAll(rules.check(List.of(ahead), Readings.START.plusSeconds(second)));
            alerts.addAll(rules.check(List.of(right), Readings.START.plusSeconds(second)));
        }
        assertThat(alerts).noneMatch(Alert::late).hasSize(2);
    }

    @Test
    void whenTheGatewaysClockIsSetBackNothingStaysSilent() {
        Reading before = Readings.of(Readings.device(1), Readings.patient(1), 86_400, "8867-4 /min 72");
        rules.check(List.of(before), before.time());

        assertThat(check(reading(1, 0, "8867-4 /min 150")))
                .noneMatch(Alert::late)
                .hasSize(2);
    }

    @Test
    void aPackIsJudgedOnce() {
        Reading bad = reading(1, 0, "8867-4 /min 150");
        Reading good = new Reading(
                bad.id(),
                bad.patient(),
                bad.time().plusSeconds(1),
                bad.code(),
                new Decimal(72, 0),
                bad.unit(),
                bad.pack());
        now = good.time();

        assertThat(check(bad, good)).isNotEmpty();
        assertThat(check(bad, good)).isEmpty();
    }

    @Test
    void aDeviceCannotFlood() {
        List<Alert> alerts = new ArrayList<>();
        for (int second = 0; second < 160; second++) {
            Reading[] readings = new Reading[500];
            for (int i = 0; i < 500; i++) {
                readings[i] = reading(1, second, "8867-4 /min " + (i % 2 == 0 ? 150 : 72));
            }
            alerts.addAll(check(readings));
        }
        assertThat(alerts).hasSizeLessThan(100);
    }

    @ParameterizedTest
    @MethodSource("heldRules")
    void whileARuleIsHeldNoTwoAlertsLieFurtherApartThanItsIntervalAllows(List<String> row) {
        for (long seed = 1; seed <= 20; seed++) {
            hold(row, new SplittableRandom(seed));
        }
    }

    /** A walk of a value that never comes back by the hysteresis, at random intervals. */
    private void hold(List<String> row, SplittableRandom random) {
        PatientHandle patient = Readings.patient(random.nextInt());
        String code = DataTable.parts(row.get(9)).getFirst();
        boolean isLow = row.get(4).isEmpty() || (!row.get(3).isEmpty() && random.nextBoolean());
        BigDecimal limit = new BigDecimal(row.get(isLow ? 3 : 4));
        BigDecimal critical = new BigDecimal(row.get(isLow ? 2 : 5));
        BigDecimal hysteresis = new BigDecimal(row.get(6));
        BigDecimal inside = limit.add((isLow ? hysteresis : hysteresis.negate()).multiply(new BigDecimal("0.9")));
        List<BigDecimal> values = List.of(limit, inside, critical);
        long repeat = Duration.parse(row.get(7)).toSeconds();
        long second = 0;
        long told = 0;
        for (int i = 0; i < 300; i++) {
            BigDecimal value = i == 0 ? limit : values.get(random.nextInt(values.size()));
            Reading reading = Readings.of(
                    Readings.device(1), patient, second, code + " " + row.get(1) + " " + value.toPlainString());
            boolean isTold = rules.check(List.of(reading), reading.time()).stream()
                    .anyMatch(alert -> alert.code().equals(code));
            assertThat(isTold || second - told < repeat)
                    .as("told %d s ago", second - told)
                    .isTrue();
            told = isTold ? second : told;
            second += 1 + random.nextInt(120);
        }
    }

    static List<List<String>> heldRules() {
        return DataTable.read(Thresholds.class, "thresholds.csv").stream()
                .filter(row -> !row.get(6).isEmpty())
                .toList();
    }

    private List<Alert> open() {
        return rules.open(now).stream()
                .filter(alert -> !alert.code().equals(Alert.NEWS2))
                .toList();
    }

    private List<Alert> check(Reading... readings) {
        return rules.check(Arrays.asList(readings), now);
    }

    private Reading reading(int device, int second, String text) {
        Reading reading = Readings.of(Readings.device(device), Readings.patient(1), second, text);
        now = reading.time().isAfter(now) ? reading.time() : now;
        return reading;
    }
}
