package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitaledger.core.Proves;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.value.Sequences.Gap;
import org.vitaledger.edge.GatewayFixture.Backing;
import org.vitaledger.edge.mqtt.RawClient;
import org.vitaledger.edge.mqtt.Topics;
import org.vitaledger.edge.spool.SpoolOptions;
import org.vitaledger.journal.Disk;
import org.vitaledger.vault.Batch;

/** What is good goes all the way, once. */
class GatewayTest {
    @TempDir
    private Path directory = Path.of("");

    private final Backing backing = new Backing();

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "ES256"})
    void commitsWhatItAcknowledges(Algorithm algorithm) throws IOException {
        Bedside device = new Bedside(1, algorithm).on(backing.ledger());
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, true)) {
            for (int sequence = 1; sequence <= 50; sequence++) {
                client.publish(sequence, device.topic(), device.pack(sequence));
            }
            for (int sequence = 1; sequence <= 50; sequence++) {
                assertThat(client.acknowledged()).isEqualTo(sequence);
            }
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == 50);
            assertThat(backing.vault().packs().stream().map(Batch.Pack::sequence))
                    .isSorted()
                    .hasSize(50);
            assertThat(edge.gateway.stats().accepted().readings()).isEqualTo(50);
            Awaitility.await()
                    .until(() -> edge.gateway.stats().committed().readings() == 50
                            && edge.gateway.stats().spoolBytes() == 0);
        }
    }

    @Test
    void packsThatFollowEachOtherShareABatch() throws IOException {
        Bedside device = new Bedside(1).on(backing.ledger());
        var tuning = GatewayConfig.Tuning.standard().with(GatewayFixture.LIMITS);
        try (GatewayFixture edge = new GatewayFixture(directory, backing, tuning);
                RawClient client = edge.connect(device.id, true)) {
            for (int sequence = 1; sequence <= 50; sequence++) {
                client.publish(sequence, device.topic(), device.pack(sequence));
                assertThat(client.acknowledged()).isEqualTo(sequence);
            }
            Awaitility.await().until(() -> edge.gateway.stats().committed().readings() == 50);
            assertThat(edge.gateway.stats().committed().batches()).isLessThan(10);
        }
    }

    @Test
    @Proves("INV-002")
    void acknowledgesARetransmissionAgainAndStoresItOnce() throws IOException {
        Bedside device = new Bedside(1).on(backing.ledger());
        byte[] pack = device.pack(1);
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, false)) {
            client.publish(1, device.topic(), pack);
            assertThat(client.acknowledged()).isEqualTo(1);
            client.publish(2, device.topic(), pack, RawClient.Flags.dup());
            assertThat(client.acknowledged()).isEqualTo(2);
            assertThat(edge.gateway.stats().accepted().repeated()).isEqualTo(1);
        }
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, true)) {
            client.publish(3, device.topic(), pack, RawClient.Flags.dup());
            assertThat(client.acknowledged()).isEqualTo(3);
            client.publish(4, device.topic(), device.pack(2));
            assertThat(client.acknowledged()).isEqualTo(4);
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == 2);
        }
        assertThat(backing.vault().packs()).hasSize(2);
    }

    @Test
    @Proves("INV-002")
    void knowsRetransmissionsAfterARestartThoughTheSpoolDroppedThem() throws IOException {
        Bedside device = new Bedside(1).on(backing.ledger());
        var tuning = GatewayFixture.TUNING.with(new SpoolOptions(1 << 20, 2048, 1 << 20, Disk.DIRECT));
        List<byte[]> packs = new java.util.ArrayList<>();
        try (GatewayFixture edge = new GatewayFixture(directory, backing, tuning);
                RawClient client = edge.connect(device.id, true)) {
            for (int sequence = 1; sequence <= 100; sequence++) {
                packs.add(device.pack(sequence));
                client.publish(sequence, device.topic(), packs.getLast());
                assertThat(client.acknowledged()).isEqualTo(sequence);
            }
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == 100);
            assertThat(directory.resolve("windows")).exists();
        }
        try (GatewayFixture edge = new GatewayFixture(directory, backing, tuning);
                RawClient client = edge.connect(device.id, true)) {
            for (int sequence = 1; sequence <= 100; sequence++) {
                client.publish(sequence, device.topic(), packs.get(sequence - 1), RawClient.Flags.dup());
                assertThat(client.acknowledged()).isEqualTo(sequence);
            }
            assertThat(edge.gateway.stats().accepted().repeated()).isEqualTo(100);
        }
        assertThat(backing.vault().packs()).hasSize(100);
    }

    @Test
    @Proves("INV-012")
    void acceptsAGapAndReportsIt() throws IOException {
        Bedside device = new Bedside(1).on(backing.ledger());
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, true)) {
            assertThat(client.subscribe(Topics.down(device.id))).isZero();
            client.publish(1, device.topic(), device.pack(1));
            assertThat(client.acknowledged()).isEqualTo(1);
            client.publish(2, device.topic(), device.pack(5));
            assertThat(text(client)).isEqualTo("{\"gap\":{\"first\":2,\"last\":4}}");
            assertThat(client.acknowledged()).isEqualTo(2);
            assertThat(edge.gateway.stats().accepted().gaps()).isEqualTo(1);
            assertThat(edge.events).contains(new GatewayEvent.Accepted(device.id, 5, 1, Optional.of(new Gap(2, 4))));
        }
    }

    @Test
    void goesOnWhereTheLastRunStoppedWithWhatWasNotCommitted() throws IOException {
        Bedside device = new Bedside(1).on(backing.ledger());
        backing.vault().hang();
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, true)) {
            for (int sequence = 1; sequence <= 20; sequence++) {
                client.publish(sequence, device.topic(), device.pack(sequence));
                assertThat(client.acknowledged()).isEqualTo(sequence);
            }
            assertThat(backing.ledger().anchoredPacks()).isZero();
            backing.vault().resume();
        }
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == 20);
            assertThat(edge.gateway.stopped()).isEmpty();
        }
        assertThat(backing.vault().packs()).hasSize(20);
    }

    @Test
    void raisesAlertsToThoseWhoMayReadThem() throws IOException {
        Bedside device = new Bedside(1).on(backing.ledger());
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient ward = edge.ward();
                RawClient client = edge.connect(device.id, true)) {
            assertThat(ward.subscribe("vl/alerts/#")).isZero();
            client.publish(1, device.topic(), device.pack(1, Bedside.heartRate("220")));
            MqttPublishMessage alert = (MqttPublishMessage) ward.next();
            assertThat(alert.variableHeader().topicName()).isEqualTo(Topics.alerts(device.id));
            assertThat(alert.payload().toString(StandardCharsets.UTF_8)).contains("8867-4");
            assertThat(edge.gateway.stats().accepted().alerts()).isPositive();
        }
    }

    private static String text(RawClient client) throws IOException {
        MqttPublishMessage message = (MqttPublishMessage) client.next();
        return new String(ByteBufUtil.getBytes(message.payload()), StandardCharsets.UTF_8);
    }
}
