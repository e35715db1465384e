package org.vitaledger.node.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.edge.rules.Alert;
import org.vitaledger.edge.rules.AlertRule;

class AlertBookTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final AlertBook book = new AlertBook(NOW);

    @Test
    void onePatientsFloodPushesNobodyElseOut() {
        AlertBook.Entry quiet = book.add(alert(1, 0), NOW);
        for (int i = 0; i < 32_000; i++) {
            book.add(alert(2, i), NOW);
        }
        assertThat(book.newest(patient -> true, 20_000))
                .hasSize(AlertBook.OF_ONE + 1)
                .contains(quiet);
        assertThat(book.newest(patient(1)::equals, 10)).containsExactly(quiet);
        assertThat(book.newest(patient(2)::equals, 2))
                .extracting(entry -> entry.alert().value().orElseThrow().unscaled())
                .containsExactly(31_999L, 31_998L);
    }

    @Test
    void givesNoNumberOfAnEarlierRun() {
        long last = 0;
        for (int i = 0; i < 500; i++) {
            last = book.add(alert(1, i), NOW).number();
        }
        assertThat(new AlertBook(NOW.plusMillis(1)).add(alert(1, 0), NOW).number())
                .isGreaterThan(last)
                .isLessThan(1L << 53);
    }

    @Test
    void holdsNoMoreThanTheBoundAndForgetsTheOldest() {
        for (int i = 0; i < AlertBook.OF_ALL + 5; i++) {
            book.add(alert(i, 0), NOW);
        }
        assertThat(book.patients())
                .hasSize(AlertBook.OF_ALL)
                .contains(patient(5))
                .doesNotContain(patient(4));
        assertThat(book.newest(patient -> true, 20_000)).hasSize(AlertBook.OF_ALL);
    }

    @Test
    void findsAnAlertAgainAndEntersItAgainIfItWasPushedOut() {
        AlertBook.Entry first = book.add(alert(1, 0), NOW);
        assertThat(book.of(alert(1, 0), NOW)).isEqualTo(first);
        for (int i = 1; i <= AlertBook.OF_ONE; i++) {
            book.add(alert(1, i), NOW);
        }
        assertThat(book.of(alert(1, 0), NOW).number()).isGreaterThan(first.number());
        assertThat(book.newest(patient -> true, 1)).containsExactly(book.of(alert(1, 0), NOW));
    }

    private static Alert alert(int patient, long value) {
        return new Alert(
                DeviceId.parse("00a1b2c3d4e5f607"),
                patient(patient),
                AlertRule.CRITICAL_HIGH,
                "8867-4",
                Optional.of(new Decimal(value, 0)),
                "/min",
                Instant.EPOCH,
                Set.of());
    }

    private static PatientHandle patient(int number) {
        return new PatientHandle(
                Bytes.of(ByteBuffer.allocate(PatientHandle.SIZE).putInt(number).array()));
    }
}
