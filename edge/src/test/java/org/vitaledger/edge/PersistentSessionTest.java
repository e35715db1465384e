package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.edge.GatewayFixture.Backing;

/** A client of others that speaks 3.1.1, keeps what isn't acknowledged, connects again, and sends it again. */
class PersistentSessionTest {
    private static final int PACKS = 30;

    @TempDir
    private Path directory = Path.of("");

    private final Backing backing = new Backing();
    private final Bedside device = new Bedside(1).on(backing.ledger());

    @Test
    @Proves("INV-001")
    void onePackThatIsRefusedForGoodHoldsUpNoneOfTheOthers() throws Exception {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                MqttAsyncClient client = client(edge)) {
            client.connect(options()).waitForCompletion();
            for (int sequence = 1; sequence <= PACKS; sequence++) {
                client.publish(device.topic(), pack(sequence), 1, false);
            }
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == PACKS - 1);
            Awaitility.await().until(() -> client.getPendingDeliveryTokens().length == 0);
            assertThat(edge.gateway.stats().endpoint().connected()).isEqualTo(1);
            assertThat(edge.refused()).hasSize(1);
            client.disconnect().waitForCompletion();
        }
    }

    /** The second has a parameter that nobody knows. */
    private byte[] pack(int sequence) {
        return sequence == 2
                ? device.pack(sequence, Bedside.measured("nonsense", "/min", "1", GatewayFixture.NOW))
                : device.pack(sequence);
    }

    private static MqttAsyncClient client(GatewayFixture edge) throws Exception {
        return new MqttAsyncClient("tcp://127.0.0.1:" + edge.address().getPort(), "monitor", new MemoryPersistence());
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
