package org.vitaledger.edge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.code.CodeMap;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.device.pack.Measurement;
import org.vitaledger.edge.normal.DataTable;
import org.vitaledger.edge.normal.Normalised;
import org.vitaledger.edge.normal.Normalised.Accepted;
import org.vitaledger.edge.normal.Normaliser;
import org.vitaledger.edge.normal.NormaliserInput;
import org.vitaledger.edge.rules.Threshold.Cells;
import org.vitaledger.edge.rules.Threshold.Side;

class RuleTablesTest {
    private static final Normaliser NORMALISER = Normaliser.load();

    static List<List<String>> limits() {
        return DataTable.read(Thresholds.class, "thresholds.csv");
    }

    static List<List<String>> codes() {
        return DataTable.read(CodeMap.class, CodeMap.CODES);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void limitsArePlausibleValuesInTheUnitThatIsKept(List<String> cells) {
        for (String code : DataTable.parts(cells.get(9))) {
            for (String limit : cells.subList(2, 6)) {
                if (!limit.isEmpty()) {
                    Normalised normalised = normalise(code, cells.get(1), limit);
                    assertThat(normalised).isInstanceOf(Accepted.class);
                    assertThat(((Accepted) normalised).readings().getFirst().unit())
                            .isEqualTo(cells.get(1));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codes")
    void everyCodeHasLimitsOrAReasonForNone(List<String> cells) {
        Thresholds thresholds = Thresholds.load();
        String code = cells.get(0);

        assertThat(thresholds.find(code) != null).isNotEqualTo(thresholds.isWithout(code));
        assertThat(limits())
                .filteredOn(row -> DataTable.parts(row.get(9)).contains(code))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.get(1)).as("unit").isEqualTo(cells.get(1));
                    boolean isNone = row.subList(2, 6).stream().allMatch(String::isEmpty);
                    assertThat(row.get(10).startsWith("None: ")).isEqualTo(isNone);
                });
    }

    @Test
    void linesOfOneQuantityInTwoUnitsHaveTheSameLimits() {
        List<List<String>> glucose =
                limits().stream().filter(row -> row.get(0).equals("glucose")).toList();
        assertThat(glucose).hasSize(2);
        // 180.156 g/mol; both units are read with the digits that are usual for them.
        BigDecimal factor = new BigDecimal("18.0156");
        for (int cell = 2; cell < 6; cell++) {
            BigDecimal milligrams = new BigDecimal(glucose.get(0).get(cell));
            BigDecimal converted = new BigDecimal(glucose.get(1).get(cell)).multiply(factor);
            assertThat(converted).isCloseTo(milligrams, within(new BigDecimal("1.5")));
        }
        assertThat(limits().stream().map(row -> row.get(0)).distinct()).hasSize(limits().size() - 1);
    }

    @ParameterizedTest
    @MethodSource("limits")
    void codesOfOneQuantityCountForTheSameParameterOfTheScore(List<String> cells) {
        News2 chart = News2.load();
        assertThat(DataTable.parts(cells.get(9)).stream()
                        .map(code -> Optional.ofNullable(chart.find(code)).map(News2.Scored::parameter))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void codesOfTheScoreAreKnown() {
        List<String> known = codes().stream().map(List::getFirst).toList();
        assertThat(News2.load().codes()).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void aCriticalLimitMayNotLieBeforeTheWarning() {
        assertThatThrownBy(() -> new Threshold(Side.LOW, 0, new Cells("40", "50", BigDecimal.ONE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Threshold(Side.HIGH, 0, new Cells("50", "40", BigDecimal.ONE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Normalised normalise(String code, String unit, String value) {
        Measurement measurement = new Measurement(code, unit, Decimal.of(new BigDecimal(value)), Instant.EPOCH);
        return NORMALISER.normalise(new NormaliserInput(
                new DeviceId(Bytes.of(new byte[DeviceId.SIZE])),
                1,
                new PatientHandle(Bytes.of(new byte[PatientHandle.SIZE])),
                List.of(measurement),
                Hash.sha256(new byte[0])));
    }
}
