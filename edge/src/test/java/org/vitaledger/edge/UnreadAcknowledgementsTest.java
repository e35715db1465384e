package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.Proves;
import org.vitaledger.edge.GatewayFixture.Backing;
import org.vitaledger.edge.admit.AdmissionRefusal;
import org.vitaledger.edge.admit.AdmissionRules;
import org.vitaledger.edge.mqtt.RawClient;
import org.vitaledger.edge.mqtt.Reason;
import org.vitaledger.vault.Batch;

/**
 * A device that has more in flight than the gateway's memory of it holds, hears of no acknowledgement, and sends all of it
 * again.
 */
class UnreadAcknowledgementsTest {
    private static final int PACKS = 300;

    @TempDir
    private Path directory = Path.of("");

    private final Backing backing = new Backing();
    private final Bedside device = new Bedside(1).on(backing.ledger());
    private final List<byte[]> packs = new ArrayList<>();

    @BeforeEach
    void sign() {
        assertThat(AdmissionRules.standard().remembered()).isLessThan(PACKS);
        for (int sequence = 1; sequence <= PACKS; sequence++) {
            packs.add(device.pack(sequence));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Proves("INV-002")
    void aClientOfOthersGetsRidOfAllOfThem(boolean vaultHangs) throws Exception {
        if (vaultHangs) {
            backing.vault().hang();
        }
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                Relay relay = new Relay(edge.address());
                MqttAsyncClient client =
                        new MqttAsyncClient("tcp://127.0.0.1:" + relay.port(), "monitor", new MemoryPersistence())) {
            relay.deafen(true);
            client.connect(options()).waitForCompletion();
            for (byte[] pack : packs) {
                client.publish(device.topic(), pack, 1, false);
            }
            Awaitility.await().until(() -> edge.gateway.stats().accepted().packs() == PACKS);
            if (!vaultHangs) {
                Awaitility.await().until(() -> backing.ledger().anchoredPacks() == PACKS);
            }
            assertThat(client.getPendingDeliveryTokens()).hasSize(PACKS);
            relay.deafen(false);
            relay.cut();
            Awaitility.await().until(() -> client.getPendingDeliveryTokens().length == 0);
            assertThat(edge.gateway.stats().accepted().repeated()).isEqualTo(PACKS);
            client.disconnect().waitForCompletion();
            backing.vault().resume();
            expectAllOnce(edge);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Proves("INV-002")
    void theyAreKnownAfterARestart(boolean sealed) throws IOException {
        if (!sealed) {
            backing.vault().hang();
        }
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            sendAndHearNothing(edge);
            if (sealed) {
                Awaitility.await().until(() -> backing.ledger().anchoredPacks() == PACKS);
            }
        }
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            sendAllAgain(edge);
            backing.vault().resume();
            expectAllOnce(edge);
        }
    }

    @Test
    @Proves("INV-002")
    void whatOnlyTheVaultHasIsKnownAndOtherBytesAreRefused() throws IOException {
        var small = GatewayFixture.TUNING.with(new AdmissionRules(
                AdmissionRules.standard().ahead(), AdmissionRules.standard().behind(), 1));
        try (GatewayFixture edge = new GatewayFixture(directory, backing, small)) {
            sendAndHearNothing(edge);
            Awaitility.await().until(() -> edge.gateway.stats().spoolBytes() == 0);
            for (int sequence : new int[] {1, 7, PACKS - 1, PACKS}) {
                expectOtherBytesAreRefused(edge, sequence);
            }
            assertThat(edge.refused())
                    .hasSize(4)
                    .allMatch(entry -> entry.refusal() == AdmissionRefusal.REPLAYED_SEQUENCE);
        }
        assertThat(backing.vault().packs()).hasSize(PACKS);
    }

    @Test
    void otherBytesAreRefusedWhileTheFirstOnesWaitInTheSpool() throws IOException {
        backing.vault().hang();
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            sendAndHearNothing(edge);
            expectOtherBytesAreRefused(edge, 1);
            backing.vault().resume();
        }
    }

    @Test
    @Proves({"INV-001", "INV-022"})
    void nothingIsAcknowledgedNorRefusedWhileTheVaultCannotBeRead() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            sendAndHearNothing(edge);
            Awaitility.await().until(() -> edge.gateway.stats().spoolBytes() == 0);
            backing.vault().readable(false);
            try (RawClient client = edge.connect(device.id, false)) {
                client.publish(1, device.topic(), packs.getFirst(), RawClient.Flags.dup());
                assertThat(client.closed()).isTrue();
            }
            assertThat(edge.refused()).isEmpty();
            assertThat(edge.events)
                    .anyMatch(event -> event instanceof GatewayEvent.Failed failed
                            && failed.fault().code().id().equals("VL-SEAL-008"));
            try (RawClient client = edge.connect(device.id, false)) {
                client.publish(1, device.topic(), device.pack(1, Bedside.heartRate("220")));
                assertThat(client.closed()).isTrue();
            }
            assertThat(edge.gateway.openAlerts())
                    .as("the rules look at it all the same")
                    .isNotEmpty();
            backing.vault().readable(true);
            sendAllAgain(edge);
            expectAllOnce(edge);
        }
    }

    private void expectOtherBytesAreRefused(GatewayFixture edge, int sequence) throws IOException {
        try (RawClient client = edge.connect(device.id, true)) {
            client.publish(1, device.topic(), device.pack(sequence, Bedside.heartRate("73")));
            assertThat(client.refused()).isEqualTo(Reason.IMPLEMENTATION_SPECIFIC.code());
            client.publish(2, device.topic(), packs.get(sequence - 1), RawClient.Flags.dup());
            assertThat(client.acknowledged()).isEqualTo(2);
        }
    }

    private void sendAndHearNothing(GatewayFixture edge) throws IOException {
        try (RawClient client = edge.connect(device.id, false)) {
            for (int sequence = 1; sequence <= PACKS; sequence++) {
                client.publish(sequence, device.topic(), packs.get(sequence - 1));
            }
            Awaitility.await().until(() -> edge.gateway.stats().accepted().packs() == PACKS);
        }
    }

    private void sendAllAgain(GatewayFixture edge) throws IOException {
        try (RawClient client = edge.connect(device.id, false)) {
            for (int sequence = 1; sequence <= PACKS; sequence++) {
                client.publish(sequence, device.topic(), packs.get(sequence - 1), RawClient.Flags.dup());
            }
            for (int sequence = 1; sequence <= PACKS; sequence++) {
                assertThat(client.acknowledged()).isEqualTo(sequence);
            }
        }
        assertThat(edge.gateway.stats().accepted().repeated()).isEqualTo(PACKS);
    }

    private void expectAllOnce(GatewayFixture edge) {
        Awaitility.await().until(() -> backing.ledger().anchoredPacks() == PACKS);
        assertThat(backing.vault().packs().stream().map(Batch.Pack::sequence))
                .hasSize(PACKS)
                .doesNotHaveDuplicates();
        assertThat(edge.refused()).isEmpty();
        assertThat(edge.gateway.stats().refused()).isEqualTo(Map.of());
        assertThat(edge.gateway.stopped()).isEmpty();
    }

    private MqttConnectOptions options() {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(false);
        options.setAutomaticReconnect(true);
        options.setMaxInflight(PACKS);
        options.setUserName(device.id.text());
        options.setPassword("secret".toCharArray());
        return options;
    }
}
