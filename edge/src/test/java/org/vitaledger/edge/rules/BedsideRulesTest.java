package org.vitaledger.edge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;

class BedsideRulesTest {
    private static final DeviceId DEVICE = DeviceId.parse("00a1b2c3d4e5f607");
    private static final PatientHandle PATIENT = Readings.patient(1);
    private static final Instant START = Readings.START;

    private final BedsideRules rules = BedsideRules.load();

    @Test
    void mostReadingsRaiseNothing() {
        assertThat(check(rules, heartRate(0, "72"), saturation(0, "98"), reading(0, "3094-0 mg/dL 9999")))
                .isEmpty();
        assertThat(rules.check(List.of(), START)).isEmpty();
    }

    @Test
    void saysWhatWasMeasuredAndWhichLimitWasMet() {
        assertThat(check(rules, saturation(0, "88.0")))
                .contains(new Alert(
                        DEVICE,
                        PATIENT,
                        AlertRule.WARNING_LOW,
                        "59408-5",
                        Optional.of(new Decimal(880, 1)),
                        "%",
                        START,
                        Set.of()));
    }

    @Test
    void limitsThemselvesAreBeyond() {
        assertThat(limitAlerts(heartRate(0, "139.9"))).containsExactly(AlertRule.WARNING_HIGH);
        assertThat(limitAlerts(heartRate(1, "140"))).containsExactly(AlertRule.CRITICAL_HIGH);
        assertThat(limitAlerts(heartRate(2, "72"))).isEmpty();
        assertThat(limitAlerts(heartRate(3, "50.0"))).containsExactly(AlertRule.WARNING_LOW);
        assertThat(limitAlerts(heartRate(4, "40"))).containsExactly(AlertRule.CRITICAL_LOW);
    }

    @Test
    void anExcursionIsToldOnceAndAgainAfterTheInterval() {
        assertThat(limitAlerts(heartRate(0, "125"))).hasSize(1);
        assertThat(limitAlerts(heartRate(60, "126"))).isEmpty();
        assertThat(limitAlerts(heartRate(299, "126"))).isEmpty();
        assertThat(limitAlerts(heartRate(300, "126"))).containsExactly(AlertRule.WARNING_HIGH);
        assertThat(limitAlerts(heartRate(301, "126"))).isEmpty();
    }

    @Test
    void saysAtOnceThatItIsWorseOrBetterButNotWell() {
        assertThat(limitAlerts(heartRate(0, "125"))).containsExactly(AlertRule.WARNING_HIGH);
        assertThat(limitAlerts(heartRate(1, "145"))).containsExactly(AlertRule.CRITICAL_HIGH);
        assertThat(limitAlerts(heartRate(2, "130"))).containsExactly(AlertRule.WARNING_HIGH);
        assertThat(limitAlerts(heartRate(3, "145"))).containsExactly(AlertRule.CRITICAL_HIGH);
        assertThat(limitAlerts(heartRate(4, "72"))).isEmpty();
    }

    @Test
    void aValueThatTremblesAtTheLimitIsOneExcursion() {
        assertThat(limitAlerts(heartRate(0, "120"))).hasSize(1);
        for (int second = 1; second < 100; second++) {
            assertThat(limitAlerts(heartRate(second, second % 2 == 0 ? "120" : "118")))
                    .isEmpty();
        }
        assertThat(limitAlerts(heartRate(100, "116"))).isEmpty();
        assertThat(limitAlerts(heartRate(101, "120"))).hasSize(1);
    }

    @Test
    void fromOneExtremeToTheOtherIsTold() {
        assertThat(limitAlerts(heartRate(0, "30"))).containsExactly(AlertRule.CRITICAL_LOW);
        assertThat(limitAlerts(heartRate(1, "180"))).containsExactly(AlertRule.CRITICAL_HIGH);
    }

    @Test
    void aLateValueCanRaiseAnAlertButNotEndAnExcursion() {
        assertThat(limitAlerts(heartRate(100, "125"))).hasSize(1);
        assertThat(limitAlerts(heartRate(50, "72"))).isEmpty();
        assertThat(limitAlerts(heartRate(101, "125"))).isEmpty();
        assertThat(limitAlerts(heartRate(60, "150"))).containsExactly(AlertRule.CRITICAL_HIGH);
    }

    @Test
    void patientsAreApartAndTheirDevicesAreNot() {
        DeviceId other = DeviceId.parse("ffffffffffffffff");
        assertThat(limitAlerts(heartRate(0, "125"))).hasSize(1);
        assertThat(limitAlerts(reading(other, PATIENT, 1, "8867-4 /min 125"))).isEmpty();
        assertThat(limitAlerts(reading(DEVICE, Readings.patient(2), 2, "8867-4 /min 125")))
                .hasSize(1);
    }

    @Test
    void readingsOfTwoPatientsAreNoCheck() {
        assertThatThrownBy(() ->
                        check(rules, heartRate(0, "72"), reading(DEVICE, Readings.patient(2), 0, "8867-4 /min 72")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theScoreIsToldFromFiveFromSevenAndForASingleThree() {
        // 2 for breathing, 2 for the pulse
        assertThat(scoreAlerts(reading(0, "9279-1 /min 22"), heartRate(0, "112")))
                .isEmpty();
        // and 1 for pressure
        assertThat(scoreAlerts(reading(1, "8480-6 mm[Hg] 105"))).containsExactly("news2-urgent 5");
        assertThat(scoreAlerts(reading(2, "8480-6 mm[Hg] 95"))).isEmpty();
        assertThat(scoreAlerts(reading(3, "8480-6 mm[Hg] 85"))).containsExactly("news2-emergency 7");
        assertThat(check(BedsideRules.load(), reading(0, "9269-2 {score} 14")))
                .extracting(Alert::rule)
                .containsExactly(AlertRule.NEWS2_SINGLE);
    }

    @Test
    void theScoreComesAgainAfterItsIntervalAndNotWhenItTrembles() {
        assertThat(scoreAlerts(reading(0, "9279-1 /min 22"), heartRate(0, "112"), reading(0, "8310-5 Cel 38.5")))
                .containsExactly("news2-urgent 5");
        assertThat(scoreAlerts(reading(60, "8310-5 Cel 37.5"))).isEmpty();
        assertThat(scoreAlerts(reading(120, "8310-5 Cel 38.5"))).isEmpty();
        assertThat(scoreAlerts(reading(1800, "8310-5 Cel 38.5"))).containsExactly("news2-urgent 5");
        assertThat(scoreAlerts(heartRate(1801, "80"), reading(1801, "9279-1 /min 15")))
                .isEmpty();
        assertThat(scoreAlerts(heartRate(1802, "112"), reading(1802, "9279-1 /min 22")))
                .containsExactly("news2-urgent 5");
    }

    @Test
    void scaleTwoIsForThePatientsThatAreOnIt() {
        BedsideRules withScale2 = BedsideRules.load(PATIENT::equals);
        Reading onAir = saturation(0, "91");

        assertThat(check(rules, onAir)).extracting(Alert::rule).containsExactly(AlertRule.NEWS2_SINGLE);
        assertThat(check(withScale2, onAir)).isEmpty();
    }

    @Test
    void raisesTheSameAlertsOnManyThreads() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                PatientHandle patient = Readings.patient(100 + i);
                counts.add(threads.submit(() -> {
                    int alerts = 0;
                    for (int second = 0; second < 600; second++) {
                        String value = second % 200 < 50 ? "125" : "80";
                        alerts += check(rules, reading(DEVICE, patient, second, "8867-4 /min " + value))
                                .size();
                    }
                    return alerts;
                }));
            }
            for (Future<Integer> count : counts) {
                assertThat(count.get()).isEqualTo(3);
            }
        }
    }

    private List<AlertRule> limitAlerts(Reading reading) {
        return check(rules, reading).stream()
                .filter(it -> !it.code().equals(Alert.NEWS2))
                .map(Alert::rule)
                .toList();
    }

    private List<String> scoreAlerts(Reading... readings) {
        return check(rules, readings).stream()
                .filter(it -> it.code().equals(Alert.NEWS2))
                .map(it -> it.rule().id() + " " + it.value().orElseThrow())
                .toList();
    }

    private static Reading heartRate(int second, String value) {
        return reading(second, "8867-4 /min " + value);
    }

    private static Reading saturation(int second, String value) {
        return reading(second, "59408-5 % " + value);
    }

    private static Reading reading(int second, String text) {
        return reading(DEVICE, PATIENT, second, text);
    }

    private static Reading reading(DeviceId device, PatientHandle patient, int second, String text) {
        return Readings.of(device, patient, second, text);
    }

    private static List<Alert> check(BedsideRules rules, Reading... readings) {
        return rules.check(List.of(readings), readings[readings.length - 1].time());
    }
}
