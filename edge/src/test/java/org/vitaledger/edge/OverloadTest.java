package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.edge.GatewayFixture.Backing;
import org.vitaledger.edge.admit.AdmissionRefusal;
import org.vitaledger.edge.mqtt.RawClient;
import org.vitaledger.edge.quarantine.QuarantineLimits;
import org.vitaledger.edge.spool.SpoolOptions;
import org.vitaledger.journal.Disk;

/** Too much: from one device, for the disk, for vault and ledger. */
class OverloadTest {
    @TempDir
    private Path directory = Path.of("");

    private final Backing backing = new Backing();
    private final Bedside device = new Bedside(1).on(backing.ledger());

    @Test
    void aFloodOfOneDeviceTakesNothingFromTheOthers() throws IOException {
        Bedside other = new Bedside(2).on(backing.ledger());
        var tuning =
                GatewayFixture.TUNING.with(new QuarantineLimits(1 << 20, 10_000, 8 << 10, 8 << 10, Duration.ofDays(1)));
        try (GatewayFixture edge = new GatewayFixture(directory, backing, tuning);
                RawClient flooder = edge.connect(device.id, true);
                RawClient victim = edge.connect(other.id, true)) {
            victim.publish(1, other.topic(), other.pack(1, Bedside.heartRate("9000")));
            assertThat(victim.refused()).isEqualTo(0x83);
            byte[] junk = new byte[500];
            for (int i = 0; i < 1000; i++) {
                junk[0] = (byte) i;
                junk[1] = (byte) (i >> 8);
                flooder.publish(1, device.topic(), junk);
                assertThat(flooder.refused()).isEqualTo(0x99);
            }
            victim.publish(2, other.topic(), other.pack(1));
            assertThat(victim.acknowledged()).isEqualTo(2);
            victim.publish(3, other.topic(), other.pack(2, Bedside.heartRate("9001")));
            assertThat(victim.refused()).isEqualTo(0x83);

            assertThat(edge.refused())
                    .filteredOn(entry -> entry.device().equals(other.id))
                    .hasSize(2);
            assertThat(edge.refused())
                    .filteredOn(entry -> entry.device().equals(device.id))
                    .hasSizeBetween(5, 20);
            assertThat(edge.gateway.stats().quarantine().dropped()).isGreaterThan(900);
            assertThat(edge.gateway.stats().refused()).containsEntry(AdmissionRefusal.NOT_A_PACK, 1000L);
        }
    }

    @Test
    void aDeviceThatUsedUpItsShareIsStillAnsweredAndItsGoodPacksAreStored() throws Exception {
        var tuning =
                GatewayFixture.TUNING.with(new QuarantineLimits(1 << 20, 10_000, 2_000, 2_000, Duration.ofDays(1)));
        try (GatewayFixture edge = new GatewayFixture(directory, backing, tuning);
                RawClient client = edge.connect(device.id, false)) {
            for (int id = 1; id <= 50; id++) {
                client.publish(id, device.topic(), ("junk " + id).getBytes(StandardCharsets.US_ASCII));
                assertThat(client.acknowledged()).isEqualTo(id);
            }
            client.publish(51, device.topic(), device.pack(1));
            assertThat(client.acknowledged()).isEqualTo(51);
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == 1);
            assertThat(edge.gateway.stats().quarantine().dropped()).isPositive();
            assertThat(edge.events.stream()
                            .filter(event -> event instanceof GatewayEvent.Failed failed
                                    && failed.fault().code().id().equals("VL-SPOOL-005")))
                    .hasSize(1);
        }
    }

    @Test
    void aSlowDiskIsFeltAtTheSocketAndNothingIsLost() throws Exception {
        GateDisk disk = new GateDisk();
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.on(disk));
                RawClient client = edge.connect(device.id, false)) {
            disk.shut();
            int packs = 2000;
            Thread publisher = Thread.ofVirtual().start(() -> publish(client, packs));
            disk.awaitForce();
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .until(() -> edge.gateway.stats().endpoint().publishes() >= GatewayFixture.LIMITS.inFlight());
            assertThat(edge.gateway.stats().endpoint().publishes()).isLessThan(packs);
            disk.open();
            for (int id = 1; id <= packs; id++) {
                assertThat(client.acknowledged()).isEqualTo(id);
            }
            publisher.join();
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == packs);
        }
    }

    @Test
    void acknowledgesNothingWhileTheSpoolIsFullAndGoesOnWhenTheVaultDoes() throws Exception {
        var tuning = GatewayFixture.TUNING.with(new SpoolOptions(64 << 10, 16 << 10, 8 << 10, Disk.DIRECT));
        backing.vault().hang();
        try (GatewayFixture edge = new GatewayFixture(directory, backing, tuning)) {
            int packs = 0;
            try (RawClient client = edge.connect(device.id, true)) {
                while (edge.gateway.stats().spoolBytes() <= 64 << 10) {
                    packs++;
                    client.publish(packs, device.topic(), device.pack(packs));
                    assertThat(client.acknowledged()).isEqualTo(packs);
                }
                client.publish(packs + 1, device.topic(), device.pack(packs + 1));
                assertThat(client.disconnected()).isEqualTo(0x89);
            }
            backing.vault().resume();
            Awaitility.await().until(() -> edge.gateway.stats().spoolBytes() == 0);
            try (RawClient client = edge.connect(device.id, true)) {
                client.publish(packs + 1, device.topic(), device.pack(packs + 1));
                assertThat(client.acknowledged()).isEqualTo(packs + 1);
            }
            int all = packs + 1;
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == all);
        }
    }

    private void publish(RawClient client, int packs) {
        try {
            for (int id = 1; id <= packs; id++) {
                client.publish(id, device.topic(), device.pack(id));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
