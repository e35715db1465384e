package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.value.Device;
import org.vitaledger.core.value.Sequences;
import org.vitaledger.edge.admit.AdmissionRefusal;
import org.vitaledger.edge.mqtt.RawClient;

/** Packs that come in another order than they were numbered. */
class LatePacksTest {
    private static final int PACKS = 60;

    @TempDir
    Path directory;

    private final GatewayFixture.Backing backing = new GatewayFixture.Backing();
    private final Bedside device = new Bedside(1).on(backing.ledger());
    private final List<byte[]> packs = packs();

    private List<byte[]> packs() {
        List<byte[]> made = new ArrayList<>();
        for (int sequence = 1; sequence <= PACKS; sequence++) {
            made.add(device.pack(sequence));
        }
        return made;
    }

    @Test
    @Proves({"INV-002", "INV-012"})
    void storesABacklogThatComesNewestFirstOnce() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, true)) {
            newestFirst(client, PACKS, 41);
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == 20);
            assertThat(anchored().gaps()).containsExactly(new Sequences.Gap(1, 40));
            // Of these no run is longer than a pack until the last one came.
            for (int sequence = 2; sequence < 40; sequence += 2) {
                publish(client, sequence);
            }
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == 39);
            newestFirst(client, PACKS, 1);
            assertThat(edge.gateway.stats().accepted().repeated()).isEqualTo(39);
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == PACKS);
            assertThat(edge.gateway.stopped()).isEmpty();
        }
        assertThat(anchored()).isEqualTo(Sequences.upTo(PACKS));
        assertThat(backing.vault().packs()).hasSize(PACKS);
    }

    @Test
    @Proves("INV-002")
    void goesOnFillingAGapAfterARestart() throws IOException {
        backing.vault().hang();
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, false)) {
            newestFirst(client, PACKS, 31);
        }
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, false)) {
            newestFirst(client, PACKS, 21);
            assertThat(edge.gateway.stats().accepted().repeated()).isEqualTo(30);
            backing.vault().resume();
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == 40);
        }
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, false)) {
            newestFirst(client, PACKS, 1);
            assertThat(edge.gateway.stats().accepted().repeated()).isEqualTo(40);
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == PACKS);
        }
        assertThat(anchored()).isEqualTo(Sequences.upTo(PACKS));
        assertThat(backing.vault().packs()).hasSize(PACKS);
    }

    @Test
    @Proves("INV-002")
    void refusesOtherBytesUnderANumberThatWasFilled() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, true)) {
            newestFirst(client, 9, 5);
            client.publish(1, device.topic(), device.pack(7, Bedside.heartRate("61")));
            assertThat(client.refused())
                    .isEqualTo(AdmissionRefusal.REPLAYED_SEQUENCE.reason().code());
        }
    }

    private void newestFirst(RawClient client, int from, int to) throws IOException {
        for (int sequence = from; sequence >= to; sequence--) {
            publish(client, sequence);
        }
    }

    private void publish(RawClient client, int sequence) throws IOException {
        client.publish(sequence, device.topic(), packs.get(sequence - 1));
        assertThat(client.acknowledged()).isEqualTo(sequence);
    }

    private Sequences anchored() {
        return backing.ledger().state().device(device.id).map(Device::anchored).orElseThrow();
    }
}
