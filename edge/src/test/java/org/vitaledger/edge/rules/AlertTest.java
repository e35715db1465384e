package org.vitaledger.edge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.edge.rules.Alert.Mark;

class AlertTest {
    private static final Alert ALERT = new Alert(
            DeviceId.parse("00a1b2c3d4e5f607"),
            PatientHandle.parse("000102030405060708090a0b0c0d0e0f"),
            AlertRule.CRITICAL_LOW,
            "8310-5",
            Optional.of(new Decimal(3150, 2)),
            "Cel",
            Instant.parse("2026-03-01T10:00:00.250Z"),
            Set.of(Mark.LATE));

    @Test
    void writesOneCompactObject() {
        assertThat(ALERT.json(false))
                .isEqualTo("{\"device\":\"00a1b2c3d4e5f607\",\"patient\":\"000102030405060708090a0b0c0d0e0f\","
                        + "\"rule\":\"critical-low\",\"severity\":\"critical\",\"code\":\"8310-5\",\"value\":31.50,"
                        + "\"unit\":\"Cel\",\"time\":\"2026-03-01T10:00:00.250Z\","
                        + "\"late\":true,\"ahead\":false,\"held\":false,\"stale\":false,\"standing\":false}");
    }

    @Test
    void escapesWhatUnitsMayHold() {
        Alert odd = new Alert(
                ALERT.device(),
                ALERT.patient(),
                ALERT.rule(),
                ALERT.code(),
                ALERT.value(),
                "[a\"\\]",
                ALERT.time(),
                Set.of());

        assertThat(odd.json(true))
                .contains(
                        "\"unit\":\"[a\\\"\\\\]\"",
                        "\"late\":false,\"ahead\":false,\"held\":false,\"stale\":false,\"standing\":true");
    }

    @Test
    @Proves("INV-009")
    void textFormHoldsNeitherValueNorHandle() {
        assertThat(ALERT).hasToString("Alert[00a1b2c3d4e5f607 critical-low 8310-5]");
    }
}
