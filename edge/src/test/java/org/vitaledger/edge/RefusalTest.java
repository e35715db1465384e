package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.Bedside.heartRate;
import static org.vitaledger.edge.Bedside.measured;
import static org.vitaledger.edge.GatewayFixture.NOW;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.edge.GatewayFixture.Backing;
import org.vitaledger.edge.admit.AdmissionRefusal;
import org.vitaledger.edge.mqtt.RawClient;
import org.vitaledger.edge.mqtt.Topics;
import org.vitaledger.edge.quarantine.QuarantineEntry;

/** Every refusal: its answer in both versions of the protocol, its quarantine entry, and nobody else the worse for it. */
class RefusalTest {
    private static final MemberId OTHER_HOSPITAL = new MemberId("hospital-b.example");

    @TempDir
    private Path directory = Path.of("");

    private final Backing backing = new Backing();
    private final Bedside good = new Bedside(1).on(backing.ledger());

    /** What a device sends that is refused: to which topic, and what. */
    private record Attempt(Bedside device, String topic, byte[] payload) {
        Attempt(Bedside device, byte[] payload) {
            this(device, device.topic(), payload);
        }
    }

    /** One way to be refused, the code in the PUBACK of MQTT 5, and how it is brought about. */
    enum Case {
        UNKNOWN_TOPIC(AdmissionRefusal.UNKNOWN_TOPIC, 0x90),
        TOPIC_OF_ANOTHER(AdmissionRefusal.TOPIC_OF_ANOTHER, 0x87),
        PACK_OF_ANOTHER(AdmissionRefusal.PACK_OF_ANOTHER, 0x87),
        UNKNOWN_DEVICE(AdmissionRefusal.UNKNOWN_DEVICE, 0x87),
        FOREIGN_DEVICE(AdmissionRefusal.FOREIGN_DEVICE, 0x87),
        REVOKED_DEVICE(AdmissionRefusal.DEVICE_REVOKED, 0x87),
        WRONG_KEY(AdmissionRefusal.BAD_SIGNATURE, 0x87),
        FLIPPED_BYTE(AdmissionRefusal.BAD_SIGNATURE, 0x87),
        REPLAYED_SEQUENCE(AdmissionRefusal.REPLAYED_SEQUENCE, 0x83),
        UNBOUND_DEVICE(AdmissionRefusal.DEVICE_UNBOUND, 0x87),
        ERASED_PATIENT(AdmissionRefusal.PATIENT_ERASED, 0x87),
        CLOCK_AHEAD(AdmissionRefusal.CLOCK_AHEAD, 0x83),
        CLOCK_BEHIND(AdmissionRefusal.CLOCK_BEHIND, 0x83),
        MEASURED_BEFORE_BINDING(AdmissionRefusal.MEASURED_BEFORE_BINDING, 0x83),
        UNKNOWN_CODE(AdmissionRefusal.UNKNOWN_CODE, 0x83),
        IMPOSSIBLE_UNIT(AdmissionRefusal.IMPOSSIBLE_UNIT, 0x83),
        IMPLAUSIBLE_VALUE(AdmissionRefusal.IMPLAUSIBLE_VALUE, 0x83),
        TRUNCATED(AdmissionRefusal.NOT_A_PACK, 0x99),
        EMPTY(AdmissionRefusal.NOT_A_PACK, 0x99),
        DUPLICATE_KEYS(AdmissionRefusal.NOT_A_PACK, 0x99),
        HUGE_LENGTH(AdmissionRefusal.NOT_A_PACK, 0x99),
        DEEP_NESTING(AdmissionRefusal.NOT_A_PACK, 0x99);

        private final AdmissionRefusal refusal;
        private final int code;

        Case(AdmissionRefusal refusal, int code) {
            this.refusal = refusal;
            this.code = code;
        }
    }

    @ParameterizedTest
    @EnumSource
    void isToldByMqtt5WithItsReasonAndKeptInQuarantine(Case refused) throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            showThatTheClockIsRight(edge, refused);
            Attempt attempt = attempt(refused, edge);
            try (RawClient client = edge.connect(attempt.device().id, true)) {
                assertThat(client.subscribe(Topics.down(attempt.device().id))).isZero();
                client.publish(9, attempt.topic(), attempt.payload());
                assertThat(((MqttPublishMessage) client.next()).payload().toString(StandardCharsets.UTF_8))
                        .contains("\"refused\":\"" + refused.refusal + "\"");
                MqttMessage answer = client.next();
                assertThat(RawClient.reasonOfPubAck(answer)).isEqualTo(refused.code);
                assertThat(reasonString(answer)).startsWith(refused.refusal.name() + ": ");
            }
            expectRefusedOnce(edge, refused, attempt);
        }
    }

    /** Otherwise times ahead would be the gateway's fault. */
    private void showThatTheClockIsRight(GatewayFixture edge, Case refused) throws IOException {
        if (refused != Case.CLOCK_AHEAD) {
            return;
        }
        Bedside other = new Bedside(901).on(backing.ledger());
        try (RawClient client = edge.connect(other.id, true)) {
            client.publish(1, other.topic(), other.pack(1));
            assertThat(client.acknowledged()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isAcknowledgedTo311OnceItIsKeptInQuarantine(Case refused) throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            showThatTheClockIsRight(edge, refused);
            Attempt attempt = attempt(refused, edge);
            try (RawClient client = edge.connect(attempt.device().id, false)) {
                client.publish(9, attempt.topic(), attempt.payload());
                assertThat(client.acknowledged()).isEqualTo(9);
                assertThat(edge.refused()).hasSize(1);
                client.ping();
                assertThat(client.next().fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGRESP);
            }
            expectRefusedOnce(edge, refused, attempt);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void keepsPacketsThatAreTooLargeAsEntriesWithoutContent(boolean version5) throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(good.id, version5)) {
            client.publish(1, good.topic(), new byte[20_000]);
            if (version5) {
                assertThat(client.disconnected()).isEqualTo(0x95);
            } else {
                assertThat(client.closed()).isTrue();
            }
            Awaitility.await().until(() -> edge.refused().size() == 1);
            QuarantineEntry entry = edge.refused().getFirst();
            assertThat(entry.refusal()).isEqualTo(AdmissionRefusal.OVERSIZED_PACKET);
            assertThat(entry.device()).isEqualTo(good.id);
        }
    }

    @Test
    void endsTheConnectionOfAReaderOfAlertsThatPublishes() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient ward = edge.ward()) {
            ward.publish(1, good.topic(), good.pack(1));
            assertThat(ward.refused()).isEqualTo(0x87);
        }
    }

    @Test
    void refusesFromTheCommitOfTheRevocationOn() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(good.id, true)) {
            client.publish(1, good.topic(), good.pack(1));
            assertThat(client.acknowledged()).isEqualTo(1);
            backing.ledger().apply(new Command.RevokeDevice(good.id));
            client.publish(2, good.topic(), good.pack(2));
            assertThat(client.refused()).isEqualTo(0x87);
        }
    }

    private void expectRefusedOnce(GatewayFixture edge, Case refused, Attempt attempt) throws IOException {
        List<QuarantineEntry> entries = edge.refused();
        assertThat(entries).hasSize(1);
        QuarantineEntry entry = entries.getFirst();
        assertThat(entry.refusal()).isEqualTo(refused.refusal);
        assertThat(entry.device()).isEqualTo(attempt.device().id);
        assertThat(entry.time()).isEqualTo(NOW);
        assertThat(entry.payload().toArray()).isEqualTo(attempt.payload());
        assertThat(edge.gateway.stats().refused()).containsEntry(refused.refusal, 1L);
        assertThat(edge.events).contains(new GatewayEvent.Refused(Optional.of(attempt.device().id), refused.refusal));
        backing.ledger().viewedBy(World.HOSPITAL);
        Bedside bystander = new Bedside(77).on(backing.ledger());
        try (RawClient client = edge.connect(bystander.id, true)) {
            client.publish(1, bystander.topic(), bystander.pack(1));
            assertThat(client.acknowledged()).isEqualTo(1);
        }
    }

    private Attempt attempt(Case refused, GatewayFixture edge) throws IOException {
        byte[] pack = good.pack(1);
        Bedside stranger = new Bedside(2);
        return switch (refused) {
            case UNKNOWN_TOPIC -> new Attempt(good, "vl/up", pack);
            case TOPIC_OF_ANOTHER -> new Attempt(good, stranger.topic(), pack);
            case PACK_OF_ANOTHER -> new Attempt(good, stranger.pack(1));
            case UNKNOWN_DEVICE -> new Attempt(stranger, stranger.pack(1));
            case FOREIGN_DEVICE -> {
                backing.ledger().viewedBy(OTHER_HOSPITAL);
                yield new Attempt(good, pack);
            }
            case REVOKED_DEVICE -> {
                backing.ledger().apply(new Command.RevokeDevice(good.id));
                yield new Attempt(good, pack);
            }
            case WRONG_KEY -> new Attempt(good, new Bedside(1).pack(1));
            case FLIPPED_BYTE -> {
                pack[pack.length - 1] ^= 1;
                yield new Attempt(good, pack);
            }
            case REPLAYED_SEQUENCE -> {
                try (RawClient client = edge.connect(good.id, true)) {
                    client.publish(1, good.topic(), pack);
                    client.acknowledged();
                }
                yield new Attempt(good, good.pack(1, heartRate("73")));
            }
            case UNBOUND_DEVICE -> {
                backing.ledger().apply(new Command.BindDevice(good.id, Optional.empty()));
                yield new Attempt(good, pack);
            }
            case ERASED_PATIENT -> {
                backing.ledger().apply(new Command.RecordErasure(World.patient(1)));
                yield new Attempt(good, pack);
            }
            case CLOCK_AHEAD -> at(NOW.plus(Duration.ofMinutes(6)));
            case CLOCK_BEHIND -> at(NOW.minus(Duration.ofDays(31)));
            case MEASURED_BEFORE_BINDING -> {
                backing.ledger().at(NOW).apply(new Command.BindDevice(good.id, Optional.of(World.patient(2))));
                yield at(NOW.minusMillis(1));
            }
            case UNKNOWN_CODE -> new Attempt(good, good.pack(1, measured("nonsense", "/min", "1", NOW)));
            case IMPOSSIBLE_UNIT -> new Attempt(good, good.pack(1, measured("8867-4", "kg", "72", NOW)));
            case IMPLAUSIBLE_VALUE -> new Attempt(good, good.pack(1, heartRate("7200")));
            case TRUNCATED -> new Attempt(good, Arrays.copyOf(pack, pack.length / 2));
            case EMPTY -> new Attempt(good, new byte[0]);
            case DUPLICATE_KEYS -> new Attempt(good, HexFormat.of().parseHex("d28446a201260126f6a0404140"));
            case HUGE_LENGTH -> new Attempt(good, HexFormat.of().parseHex("d2845bffffffffffffff00"));
            case DEEP_NESTING -> new Attempt(good, nested());
        };
    }

    private Attempt at(Instant time) {
        return new Attempt(good, good.pack(1, heartRate("72"), measured("8867-4", "/min", "72", time)));
    }

    private static byte[] nested() {
        byte[] deep = new byte[5000];
        Arrays.fill(deep, (byte) 0x81);
        return deep;
    }

    private static Stream<Boolean> versions() {
        return Stream.of(true, false);
    }

    private static String reasonString(MqttMessage pubAck) {
        return String.valueOf(((MqttPubReplyMessageVariableHeader) pubAck.variableHeader())
                .properties()
                .getProperty(31)
                .value());
    }
}
