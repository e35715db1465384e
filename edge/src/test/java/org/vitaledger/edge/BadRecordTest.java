package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitaledger.edge.GatewayFixture.Backing;
import org.vitaledger.edge.mqtt.RawClient;

/** Alerts over packs that hold a bad record: they are refused as a whole, and what is understood of them is judged. */
class BadRecordTest {
    private static final int PAYLOAD_FORMAT_INVALID = 0x99;

    private static final String SATURATION = "00 6735393430382d35 ";
    private static final String HEART_RATE = "00 66383836372d34 ";
    private static final String PER_MINUTE = "01 642f6d696e ";
    /** Base time, that of the fixture, and base unit. */
    private static final String BASE = "22 1a69a42a40 23 6125 ";

    private static final String HYPOXIC = "a4" + SATURATION + "02 183c" + BASE;
    private static final String HYPOXIC_TOO = "a2" + SATURATION + "02 183c";
    private static final String BRADYCARDIC = "a3" + HEART_RATE + PER_MINUTE + "02 1819";

    @TempDir
    private Path directory = Path.of("");

    private final Backing backing = new Backing();
    private final Bedside device = new Bedside(1).on(backing.ledger());

    /** What firmware may write where a heart rate belongs. */
    enum Bad {
        NOT_A_NUMBER("02 f97e00"),
        INFINITE("02 f97c00"),
        MINUS_INFINITE("02 fbfff0000000000000"),
        NULL("02 f6"),
        UNDEFINED("02 f7"),
        TEXT("02 633f3f3f"),
        BOOLEAN("02 f4"),
        EXPONENT_TOO_LARGE("02 c482181f01"),
        EXPONENT_TOO_SMALL("02 c482381e01"),
        INTEGER_TOO_LARGE("02 1bffffffffffffffff"),
        NO_FRACTION("02 c483010101"),
        TIME_NOT_A_NUMBER("02 1848 06 f97e00"),
        NO_VALUE("");

        private final String fields;

        Bad(String fields) {
            this.fields = fields;
        }

        /** With {@code base}, of as many pairs as said. */
        String record(String base, int pairs) {
            int own = fields.isEmpty() ? 0 : fields.contains(" 06 ") ? 2 : 1;
            return "a%x".formatted(2 + own + pairs) + HEART_RATE + PER_MINUTE + fields + base;
        }
    }

    /** After which no record is read. */
    enum End {
        MUST_BE_UNDERSTOOD("a4" + HEART_RATE + PER_MINUTE + "02 1848 62785f 01"),
        BROKEN("a3" + HEART_RATE + PER_MINUTE + "02 1c");

        private final String record;

        End(String record) {
            this.record = record;
        }
    }

    /** Base fields that would shift what is based on them; a critical value must not come of them, nor of those before. */
    enum BadBase {
        NAME("21 f6"),
        TIME_NOT_A_NUMBER("22 f97e00"),
        TIME_TEXT("22 6130"),
        UNIT("23 00"),
        VALUE_NOT_A_NUMBER("24 f97e00"),
        VALUE_NULL("24 f6"),
        VERSION("20 0b");

        private final String field;

        BadBase(String field) {
            this.field = field;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBadRecordHidesNoOther(Bad bad) throws IOException {
        assertRaises("83" + HYPOXIC + bad.record("", 0) + BRADYCARDIC, "59408-5", "8867-4");
    }

    @ParameterizedTest
    @EnumSource
    void theBaseOfABadRecordHolds(Bad bad) throws IOException {
        assertRaises("83" + bad.record(BASE, 2) + HYPOXIC_TOO + BRADYCARDIC, "59408-5", "8867-4");
    }

    @ParameterizedTest
    @EnumSource
    void whatStandsBeforeTheEndIsJudged(End end) throws IOException {
        assertRaises("83" + HYPOXIC + end.record + BRADYCARDIC, "59408-5");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsJudgedByABadBaseOrTheOneBefore(BadBase bad) throws IOException {
        String first = "a5" + HEART_RATE + PER_MINUTE + "02 1819" + BASE;
        String shifting = "a4" + HEART_RATE + PER_MINUTE + "02 1819" + bad.field;
        assertRaises("83" + first + shifting + HYPOXIC_TOO, "8867-4");
    }

    /** Exactly the critical alerts over these codes, in this order, and one of the early warning score. */
    private void assertRaises(String content, String... codes) throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient ward = edge.ward();
                RawClient client = edge.connect(device.id, true)) {
            assertThat(ward.subscribe("vl/alerts/#")).isZero();
            client.publish(1, device.topic(), device.packOf(1, content));
            assertThat(client.refused()).isEqualTo(PAYLOAD_FORMAT_INVALID);

            for (String code : codes) {
                assertThat(text(ward.next())).contains("critical-low", code);
            }
            assertThat(edge.gateway.stats().accepted().alerts()).isEqualTo(codes.length + 1);
            assertThat(edge.gateway.stats().accepted().packs()).isZero();
        }
    }

    private static String text(MqttMessage message) {
        return ((MqttPublishMessage) message).payload().toString(StandardCharsets.UTF_8);
    }
}
