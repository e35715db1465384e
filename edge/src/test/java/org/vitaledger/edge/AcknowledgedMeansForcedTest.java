package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.Proves;
import org.vitaledger.edge.GatewayFixture.Backing;
import org.vitaledger.edge.mqtt.Answer;
import org.vitaledger.edge.mqtt.ClientIdentity;
import org.vitaledger.edge.mqtt.Listener;
import org.vitaledger.edge.mqtt.MqttEndpoint;
import org.vitaledger.edge.mqtt.Publish;
import org.vitaledger.edge.mqtt.PublishHandler;
import org.vitaledger.edge.mqtt.RawClient;
import org.vitaledger.edge.mqtt.Reason;
import org.vitaledger.journal.Disk;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalOptions;

/** The PUBACK waits for the forced write: a check that a gateway passes, and that one that answers early fails. */
class AcknowledgedMeansForcedTest {
    @TempDir
    private Path directory = Path.of("");

    private final Backing backing = new Backing();
    private final Bedside device = new Bedside(1).on(backing.ledger());
    private final GateDisk disk = new GateDisk();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Proves("INV-001")
    void theGatewayAcknowledgesAfterTheForce(boolean version5) throws Exception {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.on(disk))) {
            checkThatAcknowledgementsWait(edge.address(), version5);
        }
    }

    @Test
    @Proves("INV-001")
    void aGatewayThatAcknowledgesEarlyFailsTheCheck() throws Exception {
        try (EarlyGateway early = new EarlyGateway(directory, disk)) {
            assertThatThrownBy(() -> checkThatAcknowledgementsWait(early.address(), true))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("acknowledged before the force");
        }
    }

    /** Sends packs while the force hangs, expects silence, lets it go on, expects the acknowledgements. */
    private void checkThatAcknowledgementsWait(InetSocketAddress address, boolean version5) throws Exception {
        try (RawClient client = RawClient.connected(address, version5, device.id.text(), "secret")) {
            disk.shut();
            client.publish(1, device.topic(), device.pack(1));
            disk.awaitForce();
            client.publish(2, device.topic(), device.pack(2));
            assertThat(client.silent(300)).as("acknowledged before the force").isTrue();
            disk.open();
            assertThat(client.acknowledged()).isEqualTo(1);
            assertThat(client.acknowledged()).isEqualTo(2);
        } finally {
            disk.open();
        }
    }

    @Test
    @Proves("INV-001")
    void answersARetransmissionOfWhatIsBeingWrittenAfterTheForceToo() throws Exception {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.on(disk))) {
            byte[] pack = device.pack(1);
            disk.shut();
            try (RawClient lost = edge.connect(device.id, true)) {
                lost.publish(1, device.topic(), pack);
                disk.awaitForce();
            }
            try (RawClient again = edge.connect(device.id, false)) {
                again.publish(1, device.topic(), pack, RawClient.Flags.dup());
                assertThat(again.silent(200)).isTrue();
                disk.open();
                assertThat(again.acknowledged()).isEqualTo(1);
            } finally {
                disk.open();
            }
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == 1);
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(1);
            assertThat(edge.gateway.stats().accepted().repeated()).isEqualTo(1);
        }
    }

    @Test
    @Proves("INV-001")
    void answersARefusalAfterTheForceOfItsQuarantineEntry() throws Exception {
        byte[] poison = device.pack(1, Bedside.measured("nonsense", "/min", "1", GatewayFixture.NOW));
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.on(disk));
                RawClient client = edge.connect(device.id, false)) {
            disk.shut();
            client.publish(1, device.topic(), poison);
            disk.awaitForce();
            client.publish(2, device.topic(), poison);
            assertThat(client.silent(300)).as("acknowledged before the force").isTrue();
            disk.open();
            assertThat(client.acknowledged()).isEqualTo(1);
            assertThat(client.acknowledged()).isEqualTo(2);
            assertThat(edge.refused()).hasSize(1);
        } finally {
            disk.open();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Proves("INV-001")
    void doesNotAnswerARefusalThatTheDiskDidNotKeep(boolean version5) throws Exception {
        byte[] poison = device.pack(1, Bedside.measured("nonsense", "/min", "1", GatewayFixture.NOW));
        try (GatewayFixture edge =
                        new GatewayFixture(directory, backing, GatewayFixture.on(new NoRoomForQuarantine()));
                RawClient client = edge.connect(device.id, version5)) {
            client.publish(1, device.topic(), poison);
            if (version5) {
                assertThat(client.disconnected()).isEqualTo(0x89);
            } else {
                assertThat(client.closed()).isTrue();
            }
            assertThat(edge.events).anyMatch(GatewayEvent.Failed.class::isInstance);
            assertThat(edge.gateway.stats().quarantine().dropped()).isEqualTo(1);
        }
    }

    /** A disk that takes everything but what is refused. */
    private static final class NoRoomForQuarantine implements Disk {
        @Override
        public void write(Path file, FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
            if (file.toString().contains("quarantine") && offset > 0) {
                throw new IOException("No space left on device");
            }
            Disk.DIRECT.write(file, channel, bytes, offset);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    @Proves({"INV-001", "INV-002"})
    void nothingAcknowledgedIsLostWithThePower(long seed, @TempDir Path survivor) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        int acknowledged = 0;
        backing.vault().hang();
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.on(disk));
                RawClient client = edge.connect(device.id, true)) {
            int sent = 0;
            for (int round = 0; round < 30; round++) {
                int some = 1 + random.nextInt(8);
                for (int i = 0; i < some; i++) {
                    client.publish(++sent, device.topic(), device.pack(sent));
                }
                while (acknowledged < sent) {
                    acknowledged = client.acknowledged();
                }
            }
            disk.shut();
            client.publish(sent + 1, device.topic(), device.pack(sent + 1));
            disk.awaitForce();
            disk.afterPowerLoss(directory, survivor);
            disk.open();
        }
        Backing rebuilt = new Backing(backing.ledger(), new MemoryVault());
        try (GatewayFixture edge = new GatewayFixture(survivor, rebuilt, GatewayFixture.TUNING)) {
            int expected = acknowledged;
            Awaitility.await().until(() -> rebuilt.vault().packs().size() == expected);
            assertThat(edge.gateway.stopped()).isEmpty();
        }
    }

    /** Writes as a gateway does, and answers without waiting for the force. */
    private static final class EarlyGateway implements AutoCloseable, PublishHandler {
        private final Journal journal;
        private final MqttEndpoint endpoint;

        EarlyGateway(Path directory, Disk disk) {
            journal = Journal.open(
                    directory.resolve("spool"), JournalOptions.defaults().withDisk(disk));
            endpoint = MqttEndpoint.start(
                    List.of(Listener.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                    GatewayFixture.LIMITS,
                    (user, password) -> Optional.of(
                            new ClientIdentity.DeviceClient(org.vitaledger.core.value.DeviceId.parse(user))),
                    this);
        }

        InetSocketAddress address() {
            return endpoint.addresses().getFirst();
        }

        @Override
        public void published(Publish publish) {
            var _ = journal.append(publish.payload());
            publish.answer(Answer.accepted());
        }

        @Override
        public void rejected(ClientIdentity client, Reason reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void close() throws IOException {
            endpoint.close();
            journal.close();
        }
    }
}
