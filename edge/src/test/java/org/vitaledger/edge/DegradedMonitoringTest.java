package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.vitaledger.edge.Bedside.heartRate;
import static org.vitaledger.edge.Bedside.measured;
import static org.vitaledger.edge.GatewayFixture.NOW;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.Proves;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.device.pack.Measurement;
import org.vitaledger.edge.GatewayFixture.Backing;
import org.vitaledger.edge.mqtt.Limits;
import org.vitaledger.edge.mqtt.RawClient;
import org.vitaledger.edge.rules.Alert;

/** Who watches a patient learns that the patient's monitor is not heard, or not stored, and when it is again. */
class DegradedMonitoringTest {
    private static final int SECONDS = 61;

    @TempDir
    private Path directory = Path.of("");

    private final Backing backing = new Backing();
    private final Bedside device = new Bedside(1).on(backing.ledger());

    @Test
    void aMonitorThatIsSlowAfterANewBindingIsToldUntilItIsHeard() throws IOException {
        bind(2);
        try (GatewayFixture edge = edge();
                RawClient ward = edge.ward();
                RawClient client = edge.connect(device.id, true)) {
            assertThat(ward.subscribe("vl/alerts/#")).isZero();
            refused(client, 1, NOW.minusSeconds(120));
            edge.now.set(NOW.plusSeconds(SECONDS));
            refused(client, 2, NOW.minusSeconds(60));
            refused(client, 3, NOW.minusSeconds(59));

            assertThat(text(ward.next()))
                    .contains("\"rule\":\"monitor-clock\"", "\"value\":null", "\"standing\":false")
                    .contains("\"patient\":\"" + World.patient(2).text() + "\"");
            assertThat(edge.gateway.stats().accepted().alerts()).isEqualTo(1);
            assertThat(rules(edge, 2)).containsExactly("monitor-clock");
            assertThat(rules(edge, 1)).isEmpty();
            try (RawClient later = edge.ward()) {
                assertThat(later.subscribe("vl/alerts/#")).isZero();
                assertThat(text(later.next())).contains("monitor-clock", "\"standing\":true");
            }
            heard(edge, client, NOW.plusSeconds(SECONDS + 1));
            assertThat(rules(edge, 2)).isEmpty();
        }
    }

    @Test
    void whatThePatientBeforeLeftInAMonitorRaisesNothing() throws IOException {
        bind(2);
        try (GatewayFixture edge = edge();
                RawClient client = edge.connect(device.id, true)) {
            refused(client, 1, NOW.minusSeconds(120));
            refused(client, 2, NOW.minusSeconds(60));
            heard(edge, client, NOW.plusSeconds(1));
            edge.now.set(NOW.plusSeconds(400 + SECONDS));
            refused(client, 12, NOW.minusSeconds(30));
            assertThat(edge.gateway.stats().accepted().alerts()).isZero();
        }
    }

    /** Of a monitor that began with what it kept, the clock is known after five minutes. */
    private void heard(GatewayFixture edge, RawClient client, Instant since) throws IOException {
        for (int second : new int[] {0, 1}) {
            edge.now.set(since.plusSeconds(second));
            refused(client, 8 + second, since.plusSeconds(second));
        }
        Instant later = since.plusSeconds(310);
        edge.now.set(later);
        client.publish(10, device.topic(), device.pack(10, measured("8867-4", "/min", "72", later)));
        assertThat(client.acknowledged()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {3600, -400 * 86_400})
    void aMonitorThatIsAheadOrFarBehindIsTold(int offset) throws IOException {
        Bedside other = new Bedside(2).on(backing.ledger());
        try (GatewayFixture edge = edge();
                RawClient client = edge.connect(device.id, true);
                RawClient right = edge.connect(other.id, true)) {
            right.publish(1, other.topic(), other.pack(1));
            assertThat(right.acknowledged()).isEqualTo(1);
            refused(client, 1, NOW.plusSeconds(offset));
            edge.now.set(NOW.plusSeconds(SECONDS));
            refused(client, 2, NOW.plusSeconds(offset + SECONDS));
            assertThat(rules(edge, 1)).contains("monitor-clock");
        }
    }

    @Test
    void monitorsThatTheGatewaysOwnClockCutsOffAreTold() throws IOException {
        try (GatewayFixture edge = edge()) {
            untimed(edge, 1);
            edge.now.set(NOW.plusSeconds(SECONDS));
            untimed(edge, 1);
            assertThat(rules(edge, 1)).contains("monitor-clock");
        }
    }

    @Test
    void whatIsToldOfAMonitorEndsWhenThePatientWearsItNoMore() throws IOException {
        bind(2);
        try (GatewayFixture edge = edge();
                RawClient client = edge.connect(device.id, true)) {
            refused(client, 1, NOW.minusSeconds(120));
            edge.now.set(NOW.plusSeconds(SECONDS));
            refused(client, 2, NOW.minusSeconds(60));
            assertThat(rules(edge, 2)).contains("monitor-clock");
            bind(3);
            await().until(() -> rules(edge, 2).isEmpty());
            assertThat(rules(edge, 3)).isEmpty();
        }
    }

    @Test
    @Proves("INV-022")
    void aDiskThatStaysFullIsToldToThoseWhoWatchAgainAndAgain() throws IOException {
        GateDisk disk = new GateDisk();
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.on(disk));
                RawClient ward = edge.ward()) {
            assertThat(ward.subscribe("vl/alerts/#")).isZero();
            disk.full(true);
            unavailable(edge, NOW);
            unavailable(edge, NOW.plusSeconds(SECONDS));
            assertThat(spool(edge)).isNotEmpty();
            String first = text(ward.next());
            assertThat(first).contains("\"rule\":\"not-stored\"", "\"value\":null");

            unavailable(edge, NOW.plusSeconds(2 * SECONDS));
            edge.now.set(NOW.plusSeconds(7 * SECONDS));
            assertThat(text(ward.next())).isEqualTo(first);
            assertThat(rules(edge, 1)).containsExactly("not-stored");

            disk.full(false);
            await().until(() -> spool(edge).isEmpty());
            try (RawClient client = edge.connect(device.id, true)) {
                client.publish(1, device.topic(), device.pack(1));
                assertThat(client.acknowledged()).isEqualTo(1);
            }
            assertThat(rules(edge, 1)).isEmpty();
        }
    }

    /** It says nothing, so that only the time tells. */
    @Test
    @Proves("INV-022")
    void aDiskThatHangsIsTold() throws Exception {
        GateDisk disk = new GateDisk();
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.on(disk));
                AutoCloseable _ = disk::open;
                RawClient ward = edge.ward();
                RawClient client = edge.connect(device.id, true)) {
            assertThat(ward.subscribe("vl/alerts/#")).isZero();
            disk.shut();
            client.publish(1, device.topic(), device.pack(1));
            disk.awaitForce();
            edge.now.set(NOW.plusSeconds(31));
            await().until(() -> spool(edge).isPresent());
            assertThat(spool(edge).orElseThrow().code().id()).isEqualTo("VL-SPOOL-006");
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                edge.now.updateAndGet(now -> now.plusSeconds(10));
                return rules(edge, 1).equals(List.of("not-stored"));
            });
            assertThat(text(ward.next())).contains("\"rule\":\"not-stored\"");
            disk.open();
            assertThat(client.acknowledged()).isEqualTo(1);
            await().until(() -> spool(edge).isEmpty());
            assertThat(rules(edge, 1)).isEmpty();
        }
    }

    /** Devices are no longer read then; who watches is, and publishes nothing that waits for the disk. */
    @Test
    @Proves("INV-022")
    void aScreenIsHeardWhileTooMuchWaitsForADiskThatHangs() throws Exception {
        GateDisk disk = new GateDisk();
        Measurement[] many = Collections.nCopies(300, heartRate("72")).toArray(Measurement[]::new);
        try (GatewayFixture edge = new GatewayFixture(
                        directory, backing, GatewayFixture.on(disk).with(holdingOnePacket()));
                AutoCloseable _ = disk::open;
                RawClient client = edge.connect(device.id, true)) {
            disk.shut();
            for (int sequence = 1; sequence <= 8; sequence++) {
                client.publish(sequence, device.topic(), device.pack(sequence, many));
            }
            await().until(() -> held(edge) >= GatewayFixture.LIMITS.packetBytes());
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                edge.now.updateAndGet(now -> now.plusSeconds(10));
                return rules(edge, 1).equals(List.of("not-stored"));
            });
            try (RawClient ward = edge.ward()) {
                assertThat(ward.subscribe("vl/alerts/#")).isZero();
                assertThat(text(ward.next())).contains("\"rule\":\"not-stored\"", "\"standing\":true");
                ward.ping();
                assertThat(ward.next().fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGRESP);
                long before = held(edge);
                ward.publish(1, device.topic(), device.pack(9));
                assertThat(ward.refused()).isEqualTo(0x87);
                await().until(() -> held(edge) == before);
            }
        }
    }

    /** What is refused and kept says nothing of what is not stored. */
    @Test
    void whatIsKeptAsRefusedDoesNotHideThatNothingIsStored() throws IOException {
        GateDisk disk = new GateDisk();
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.on(disk))) {
            disk.full(true);
            unavailable(edge, NOW);
            disk.full(false);
            await().until(() -> spool(edge).isEmpty());
            try (RawClient client = edge.connect(device.id, true)) {
                client.publish(3, device.topic(), device.pack(3, heartRate("999")));
                assertThat(client.refused()).isEqualTo(0x83);
            }
            disk.full(true);
            unavailable(edge, NOW.plusSeconds(SECONDS));
            assertThat(rules(edge, 1)).contains("not-stored");
        }
    }

    @Test
    void aValueThatNoLongerComesIsToldByTheGatewaysClock() throws IOException {
        try (GatewayFixture edge = edge();
                RawClient ward = edge.ward();
                RawClient client = edge.connect(device.id, true)) {
            assertThat(ward.subscribe("vl/alerts/#")).isZero();
            client.publish(1, device.topic(), device.pack(1, heartRate("125")));
            assertThat(client.acknowledged()).isEqualTo(1);
            assertThat(text(ward.next())).contains("warning-high");
            edge.now.set(NOW.plusSeconds(5 * SECONDS));
            assertThat(text(ward.next()))
                    .contains("\"rule\":\"no-values\"", "\"code\":\"8867-4\"", "\"time\":\"" + NOW + "\"");
        }
    }

    private GatewayFixture edge() {
        return new GatewayFixture(directory, backing, GatewayFixture.TUNING);
    }

    private static Limits holdingOnePacket() {
        Limits limits = GatewayFixture.LIMITS;
        return new Limits(
                limits.packetBytes(),
                limits.inFlight(),
                limits.packetBytes(),
                limits.connections(),
                limits.keepAlive());
    }

    private static long held(GatewayFixture edge) {
        return edge.gateway.stats().endpoint().heldBytes();
    }

    private void bind(int patient) {
        backing.ledger().at(NOW);
        backing.ledger().apply(new Command.BindDevice(device.id, Optional.of(World.patient(patient))));
    }

    private void refused(RawClient client, int sequence, Instant time) throws IOException {
        client.publish(sequence, device.topic(), device.pack(sequence, measured("8867-4", "/min", "72", time)));
        assertThat(client.refused()).isEqualTo(0x83);
    }

    private void untimed(GatewayFixture edge, int sequence) throws IOException {
        try (RawClient client = edge.connect(device.id, false)) {
            Instant ahead = NOW.plusSeconds(3600);
            client.publish(sequence, device.topic(), device.pack(sequence, measured("8867-4", "/min", "72", ahead)));
            assertThat(client.closed()).isTrue();
        }
    }

    private void unavailable(GatewayFixture edge, Instant now) throws IOException {
        edge.now.set(now);
        try (RawClient client = edge.connect(device.id, true)) {
            client.publish(1, device.topic(), device.pack(1));
            assertThat(client.disconnected()).isEqualTo(0x89);
        }
    }

    private static Optional<? extends Fault> spool(GatewayFixture edge) {
        return edge.gateway.faults().getOrDefault("spool", Optional.empty());
    }

    private static List<String> rules(GatewayFixture edge, int patient) {
        return edge.gateway.openAlerts(World.patient(patient)).stream()
                .map(Alert::rule)
                .map(rule -> rule.id())
                .toList();
    }

    private static String text(MqttMessage message) {
        return ((MqttPublishMessage) message).payload().toString(StandardCharsets.UTF_8);
    }
}
