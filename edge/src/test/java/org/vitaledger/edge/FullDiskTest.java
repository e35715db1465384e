package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.edge.GatewayFixture.Backing;
import org.vitaledger.edge.mqtt.RawClient;

/** A gateway whose disk is full for a while: nothing is acknowledged then, and everything afterwards, once. */
class FullDiskTest {
    private static final int UNAVAILABLE = 0x89;

    @TempDir
    private Path directory = Path.of("");

    private final Backing backing = new Backing();
    private final Bedside device = new Bedside(1).on(backing.ledger());
    private final GateDisk disk = new GateDisk();

    @Test
    @Proves({"INV-001", "INV-002", "INV-022"})
    void takesAgainWhatItDidNotAcknowledge() throws Exception {
        byte[] lost = device.pack(3);
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.on(disk))) {
            try (RawClient client = edge.connect(device.id, true)) {
                client.publish(1, device.topic(), device.pack(1));
                assertThat(client.acknowledged()).isEqualTo(1);
                disk.shut();
                client.publish(2, device.topic(), device.pack(2));
                disk.awaitForce();
                client.publish(3, device.topic(), lost);
                disk.full(true);
                disk.open();
                assertThat(client.acknowledged()).isEqualTo(2);
                assertThat(client.disconnected()).isEqualTo(UNAVAILABLE);
            }
            assertThat(spool(edge)).isEqualTo("VL-JOURNAL-003");
            try (RawClient client = edge.connect(device.id, true)) {
                client.publish(3, device.topic(), lost);
                assertThat(client.disconnected()).isEqualTo(UNAVAILABLE);
            }

            disk.full(false);
            await().until(() -> spool(edge).isEmpty());
            try (RawClient client = edge.connect(device.id, true)) {
                for (int i = 3; i < 5; i++) {
                    client.publish(i, device.topic(), lost);
                    assertThat(client.acknowledged()).isEqualTo(i);
                }
            }
            await().until(() -> backing.ledger().anchoredPacks() == 3);
            assertThat(edge.gateway.stopped()).isEmpty();
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(3);
            assertThat(edge.gateway.stats().accepted().repeated()).isEqualTo(1);
        }
    }

    private static String spool(GatewayFixture edge) {
        return edge.gateway
                .faults()
                .getOrDefault("spool", Optional.empty())
                .map(fault -> fault.code().id())
                .orElse("");
    }
}
