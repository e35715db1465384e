package org.vitaledger.edge.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
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

    @ParameterizedTest
    @MethodSource("limits")
    void limitsArePlausibleValuesInTheUnitThatIsKept(List<String> cells) {
        for (String limit : cells.subList(2, 6)) {
            if (!limit.isEmpty()) {
                Normalised normalised = normalise(cells.get(0), cells.get(1), limit);
                assertThat(normalised).isInstanceOf(Accepted.class);
                assertThat(((Accepted) normalised).readings().getFirst().unit()).isEqualTo(cells.get(1));
            }
        }
    }

    @Test
    void codesOfTheScoreAreKnown() {
        assertThat(News2.load().codes())
                .allSatisfy(code -> assertThat(normalise(code, "", "0"))
                        .isNotEqualTo(new Normalised.Rejected(Normalised.Reason.UNKNOWN_CODE, 0)));
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
