package org.vitaledger.edge.normal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.SharedData;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.device.pack.Measurement;
import org.vitaledger.device.replay.GeneratedPatient;
import org.vitaledger.device.replay.Observation;
import org.vitaledger.device.replay.ParameterMap;
import org.vitaledger.edge.normal.Normalised.Accepted;
import org.vitaledger.edge.normal.Normalised.Reason;
import org.vitaledger.edge.normal.Normalised.Rejected;

/** What the virtual devices send is known here. */
class RecordedVitalSignsTest {
    private static final Normaliser NORMALISER = Normaliser.load();
    private static final CodeTable TABLE = CodeTable.load();

    @Test
    void everyCodeAndUnitOfTheReplayIsKnownWithoutUcumsDefinitions() {
        ParameterMap.challenge2012().parameters().forEach((name, parameter) -> {
            CodeTable.Named named = Objects.requireNonNull(TABLE.find(parameter.loinc()), name);
            assertThat(named.quantity().known()).as(name).containsKey(parameter.ucum());
        });
    }

    @Test
    void everyRecordedNameMeansTheSameHereAsInTheReplay() {
        ParameterMap.challenge2012().parameters().forEach((name, parameter) -> {
            CodeTable.Named named = Objects.requireNonNull(TABLE.find(name), name);
            assertThat(named.quantity().code()).as(name).isEqualTo(parameter.loinc());
            assertThat(named.quantity().known()).as(name).containsKey(named.unit());
        });
    }

    @Test
    void takesEverythingThatGeneratedPatientsHave() {
        for (long seed = 0; seed < 20; seed++) {
            GeneratedPatient patient = new GeneratedPatient(seed, Duration.ofSeconds(1), Duration.ofMinutes(5));
            List<Measurement> pack = Stream.generate(() -> patient.next().orElseThrow())
                    .limit(500)
                    .map(RecordedVitalSignsTest::measurement)
                    .toList();
            assertThat(NORMALISER.normalise(Packs.of(pack))).as("seed " + seed).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void takesRecordedValuesButThoseThatNobodyHas() throws IOException {
        Map<String, Integer> refused = new TreeMap<>();
        int taken = 0;
        ParameterMap replay = ParameterMap.challenge2012();
        try (Stream<Path> files = Files.list(SharedData.path("icu2012/sample"))) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] cells = line.split(",", -1);
                    if (replay.find(cells[1]).isEmpty() || cells[2].equals("-1")) {
                        continue;
                    }
                    switch (NORMALISER.normalise(Packs.of(cells[1] + " - " + cells[2]))) {
                        case Accepted accepted -> taken++;
                        case Rejected(Reason reason, int index, var _) ->
                            refused.merge(reason + " " + cells[1] + " " + cells[2], 1, Integer::sum);
                    }
                }
            }
        }
        assertThat(taken).isGreaterThan(40_000);
        assertThat(refused.keySet()).containsExactly("IMPLAUSIBLE_VALUE Temp -17.8", "IMPLAUSIBLE_VALUE Temp 0");
    }

    @Test
    void keepsTheDigitsOfRecordedValues() {
        Accepted accepted = (Accepted) NORMALISER.normalise(Packs.of("Temp - 36.10"));

        assertThat(accepted.readings().getFirst().value()).isEqualTo(new Decimal(3610, 2));
    }

    private static Measurement measurement(Observation it) {
        return new Measurement(it.code(), it.unit(), it.value(), Packs.TIME);
    }
}
