package org.vitaledger.device.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GeneratedPatientTest {
    private static List<Observation> observations(long seed, int count) {
        VitalSigns patient = new GeneratedPatient(seed, Duration.ofSeconds(1), Duration.ofMinutes(20));
        return Stream.generate(patient::next)
                .limit(count)
                .map(Optional::orElseThrow)
                .toList();
    }

    private static Map<String, DoubleSummaryStatistics> statistics(List<Observation> observations) {
        Map<String, DoubleSummaryStatistics> byCode = new TreeMap<>();
        observations.forEach(it -> byCode.computeIfAbsent(it.code(), code -> new DoubleSummaryStatistics())
                .accept(it.value().toBigDecimal().doubleValue()));
        return byCode;
    }

    private static DoubleSummaryStatistics of(Map<String, DoubleSummaryStatistics> byCode, String code) {
        return byCode.getOrDefault(code, new DoubleSummaryStatistics());
    }

    @Test
    void isTheSamePatientForTheSameSeed() {
        assertThat(observations(7, 5_000)).isEqualTo(observations(7, 5_000)).isNotEqualTo(observations(8, 5_000));
    }

    @Test
    void measuresInTimeAndWithinTheBoundsOfTheSensors() {
        List<Observation> observations = observations(1, 100_000);
        assertThat(observations).isSortedAccordingTo((a, b) -> a.offset().compareTo(b.offset()));
        Map<String, DoubleSummaryStatistics> byCode = statistics(observations);
        assertThat(byCode)
                .containsOnlyKeys("3150-0", "59408-5", "8310-5", "8462-4", "8480-6", "8867-4", "9269-2", "9279-1");
        assertThat(of(byCode, "8867-4").getAverage()).isBetween(50.0, 110.0);
        assertThat(of(byCode, "59408-5").getMax()).isLessThanOrEqualTo(100);
        assertThat(of(byCode, "8310-5").getAverage()).isBetween(35.5, 38.5);
    }

    @Test
    void deterioratesNowAndThen() {
        long unwell = IntStream.range(0, 20)
                .mapToObj(seed -> statistics(observations(seed, 20_000)))
                .filter(it -> of(it, "8480-6").getMin() < 95
                        || of(it, "59408-5").getMin() < 91
                        || of(it, "8867-4").getMin() < 45)
                .count();
        assertThat(unwell).isGreaterThan(15);
    }

    @Test
    void isWellMostOfTheTime() {
        DoubleSummaryStatistics saturation = of(statistics(observations(3, 100_000)), "59408-5");
        assertThat(saturation.getAverage()).isGreaterThan(94);
    }
}
