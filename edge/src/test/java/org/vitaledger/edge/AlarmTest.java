package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.Bedside.heartRate;
import static org.vitaledger.edge.Bedside.measured;
import static org.vitaledger.edge.GatewayFixture.NOW;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.device.pack.Measurement;
import org.vitaledger.edge.GatewayFixture.Backing;
import org.vitaledger.edge.mqtt.RawClient;
import org.vitaledger.edge.spool.SpoolOptions;
import org.vitaledger.journal.Disk;

/** Alerts over the wire: what is understood is judged, whatever becomes of the pack, and only once. */
class AlarmTest {
    private static final Measurement HYPOXIC = measured("59408-5", "%", "60", NOW);

    @TempDir
    private Path directory = Path.of("");

    private final Backing backing = new Backing();
    private final Bedside device = new Bedside(1).on(backing.ledger());

    /** What may stand beside a value that must alert. */
    enum Beside {
        UNKNOWN_CODE,
        IMPOSSIBLE_UNIT,
        PROBE_ON_THE_TABLE,
        CLOCK_AHEAD,
        CLOCK_BEHIND;

        Measurement measurement() {
            return switch (this) {
                case UNKNOWN_CODE -> measured("nonsense", "/min", "1", NOW);
                case IMPOSSIBLE_UNIT -> measured("8310-5", "kg", "37", NOW);
                case PROBE_ON_THE_TABLE -> measured("8310-5", "Cel", "5", NOW);
                case CLOCK_AHEAD -> measured("8867-4", "/min", "72", NOW.plus(Duration.ofDays(400)));
                case CLOCK_BEHIND -> measured("8867-4", "/min", "72", NOW.minus(Duration.ofDays(400)));
            };
        }
    }

    /** Packs that nobody vouches for, or that are nobody's. */
    enum Never {
        BAD_SIGNATURE,
        FOREIGN,
        REVOKED,
        UNBOUND,
        ERASED
    }

    @Test
    void aDiskThatFailsStopsNoAlert() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.on(new BrokenDisk()));
                RawClient ward = edge.ward()) {
            assertThat(ward.subscribe("vl/alerts/#")).isZero();
            try (RawClient client = edge.connect(device.id, true)) {
                client.publish(1, device.topic(), device.pack(1));
                assertThat(client.disconnected()).isEqualTo(0x89);
            }
            try (RawClient client = edge.connect(device.id, true)) {
                client.publish(1, device.topic(), device.pack(2, HYPOXIC));
                assertThat(client.disconnected()).isEqualTo(0x89);
            }
            assertThat(text(ward.next())).contains("critical-low", "59408-5");
        }
    }

    @Test
    void aSpoolThatIsFullStopsNoAlert() throws IOException {
        Bedside other = new Bedside(2).on(backing.ledger());
        var tuning = GatewayFixture.TUNING.with(new SpoolOptions(64 << 10, 16 << 10, 8 << 10, Disk.DIRECT));
        backing.vault().hang();
        try (GatewayFixture edge = new GatewayFixture(directory, backing, tuning);
                RawClient ward = edge.ward();
                RawClient client = edge.connect(device.id, true);
                RawClient late = edge.connect(other.id, true)) {
            assertThat(ward.subscribe("vl/alerts/#")).isZero();
            int packs = 0;
            while (edge.gateway.stats().spoolBytes() <= 64 << 10) {
                packs++;
                client.publish(packs, device.topic(), device.pack(packs));
                assertThat(client.acknowledged()).isEqualTo(packs);
            }
            client.publish(packs + 1, device.topic(), device.pack(packs + 1));
            int all = packs + 1;
            Awaitility.await().until(() -> edge.gateway.stats().endpoint().publishes() == all);
            late.publish(1, other.topic(), other.pack(1, HYPOXIC));
            late.publish(2, other.topic(), other.pack(2, heartRate("25")));

            assertThat(text(ward.next())).contains("critical-low", "59408-5");
            assertThat(text(ward.next())).contains("news2");
            assertThat(text(ward.next())).contains("critical-low", "8867-4");
            backing.vault().resume();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsUnderstoodIsJudgedWhateverLiesBesideIt(Beside beside) throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient ward = edge.ward();
                RawClient client = edge.connect(device.id, true)) {
            assertThat(ward.subscribe("vl/alerts/#")).isZero();
            showThatTheClockIsRight(edge);
            client.publish(1, device.topic(), device.pack(1, HYPOXIC, beside.measurement(), heartRate("25")));
            assertThat(client.refused()).isEqualTo(0x83);

            assertThat(text(ward.next())).contains("critical-low", "59408-5");
            assertThat(text(ward.next())).contains("critical-low", "8867-4");
        }
    }

    /** Otherwise times ahead would be the gateway's fault. */
    private void showThatTheClockIsRight(GatewayFixture edge) throws IOException {
        Bedside other = new Bedside(2).on(backing.ledger());
        try (RawClient client = edge.connect(other.id, true)) {
            client.publish(1, other.topic(), other.pack(1));
            assertThat(client.acknowledged()).isEqualTo(1);
        }
    }

    @Test
    void aDeviceThatCountsAnewIsHeard() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient ward = edge.ward();
                RawClient client = edge.connect(device.id, true)) {
            assertThat(ward.subscribe("vl/alerts/#")).isZero();
            client.publish(1, device.topic(), device.pack(1));
            assertThat(client.acknowledged()).isEqualTo(1);
            client.publish(2, device.topic(), device.pack(2));
            assertThat(client.acknowledged()).isEqualTo(2);
            client.publish(3, device.topic(), device.pack(1, HYPOXIC));
            assertThat(client.refused()).isEqualTo(0x83);
            assertThat(text(ward.next())).contains("critical-low", "59408-5");
        }
    }

    @Test
    void whatWasMeasuredSinceTheBindingIsJudgedBesideWhatWasNot() throws IOException {
        backing.ledger().at(NOW.minusSeconds(30));
        backing.ledger().apply(new Command.BindDevice(device.id, Optional.of(World.patient(2))));
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient ward = edge.ward();
                RawClient client = edge.connect(device.id, true)) {
            assertThat(ward.subscribe("vl/alerts/#")).isZero();
            client.publish(
                    1, device.topic(), device.pack(1, measured("HR", "/min", "25", NOW.minusSeconds(60)), HYPOXIC));
            assertThat(client.refused()).isEqualTo(0x83);
            assertThat(text(ward.next()))
                    .contains("59408-5")
                    .contains(World.patient(2).text());
            assertThat(text(ward.next())).contains("news2");
            assertThat(edge.gateway.stats().accepted().alerts()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatNobodyVouchesForIsNotJudged(Never never) throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, true)) {
            byte[] pack = device.pack(1, HYPOXIC, measured("nonsense", "/min", "1", NOW));
            switch (never) {
                case BAD_SIGNATURE -> pack[pack.length - 1] ^= 1;
                case FOREIGN -> backing.ledger().viewedBy(new MemberId("hospital-b.example"));
                case REVOKED -> backing.ledger().apply(new Command.RevokeDevice(device.id));
                case UNBOUND -> backing.ledger().apply(new Command.BindDevice(device.id, Optional.empty()));
                case ERASED -> backing.ledger().apply(new Command.RecordErasure(World.patient(1)));
            }
            client.publish(1, device.topic(), pack);
            assertThat(client.refused()).isEqualTo(0x87);
            assertThat(edge.gateway.stats().accepted().alerts()).isZero();
        }
    }

    @Test
    void aRetransmissionIsNotJudgedAgain() throws IOException {
        byte[] pack = device.pack(1, measured("8867-4", "/min", "25", NOW.minusSeconds(2)), heartRate("72"));
        byte[] refused = device.pack(
                2,
                measured("59408-5", "%", "60", NOW.minusSeconds(2)),
                measured("59408-5", "%", "98", NOW),
                measured("nonsense", "/min", "1", NOW));
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, true)) {
            client.publish(1, device.topic(), pack);
            assertThat(client.acknowledged()).isEqualTo(1);
            client.publish(2, device.topic(), refused);
            assertThat(client.refused()).isEqualTo(0x83);
            long alerts = edge.gateway.stats().accepted().alerts();
            assertThat(alerts).isPositive();
            client.publish(3, device.topic(), pack, RawClient.Flags.dup());
            assertThat(client.acknowledged()).isEqualTo(3);
            client.publish(4, device.topic(), refused);
            assertThat(client.refused()).isEqualTo(0x83);
            assertThat(edge.gateway.stats().accepted().alerts()).isEqualTo(alerts);
        }
    }

    @Test
    void aReaderHearsOnSubscribingWhatIsStillOpen() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, true)) {
            client.publish(1, device.topic(), device.pack(1, measured("59408-5", "%", "85", NOW), heartRate("130")));
            assertThat(client.acknowledged()).isEqualTo(1);
            client.publish(2, device.topic(), device.pack(2, heartRate("72")));
            assertThat(client.acknowledged()).isEqualTo(2);
            try (RawClient ward = edge.ward()) {
                assertThat(ward.subscribe("vl/alerts/#")).isZero();
                assertThat(text(ward.next())).contains("critical-low", "59408-5", "\"standing\":true");
            }
        }
    }

    private static String text(MqttMessage message) {
        return ((MqttPublishMessage) message).payload().toString(StandardCharsets.UTF_8);
    }

    /** Takes nothing. */
    private static final class BrokenDisk implements Disk {
        @Override
        public void write(Path file, FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
            if (offset > 0) {
                throw new IOException("no space left");
            }
            Disk.DIRECT.write(file, channel, bytes, offset);
        }

        @Override
        public void force(Path file, FileChannel channel) throws IOException {
            Disk.DIRECT.force(file, channel);
        }
    }
}
