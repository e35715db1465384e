package org.vitaledger.sim.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.core.value.SequenceRange;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.device.pack.PackSigner;
import org.vitaledger.device.publish.Acknowledgement;
import org.vitaledger.device.publish.Enrolled;
import org.vitaledger.device.publish.GatewayAddress;
import org.vitaledger.device.publish.Login;
import org.vitaledger.device.publish.PackObserver;
import org.vitaledger.device.publish.Settings;
import org.vitaledger.device.publish.VirtualDevices;
import org.vitaledger.device.replay.GeneratedPatient;
import org.vitaledger.device.replay.OutgoingPack;
import org.vitaledger.device.replay.Pace;
import org.vitaledger.device.replay.Schedule;
import org.vitaledger.device.replay.VirtualDevice;
import org.vitaledger.node.cli.CommandLineProgram;
import org.vitaledger.node.run.NodeConfig;
import org.vitaledger.node.run.SystemClock;
import org.vitaledger.node.run.VitaNode;

/** Real processes, killed without warning at seeded moments while devices deliver as fast as they can. */
class CrashIT {
    private static final int DEVICES = 16;
    private static final Duration SETTLE = Duration.ofSeconds(90);
    private static final Map<String, String> FREE_PORTS =
            Map.of("http", "127.0.0.1:0", "mqtt", "127.0.0.1:0", "mqtts", "127.0.0.1:0");

    @TempDir
    private Path folder = Path.of("");

    private final Signatures signatures = FastestSignatures.find();
    private final Set<Acknowledged> acknowledged = ConcurrentHashMap.newKeySet();

    private record Acknowledged(DeviceId device, long sequence, int readings) {}

    @Test
    @Proves({"INV-001", "INV-002", "INV-003"})
    void losesAndDoublesNothingThoughItIsKilledAgainAndAgain() throws Exception {
        crash(new SplittableRandom(20261), 4);
    }

    @Test
    @Tag("nightly")
    @Proves({"INV-001", "INV-002", "INV-003"})
    void losesAndDoublesNothingInALongNight() throws Exception {
        crash(new SplittableRandom(20262), 30);
    }

    private void crash(SplittableRandom random, int kills) throws Exception {
        Path home = folder.resolve("home");
        List<Enrolled> devices = enrol(home);
        int port = freePort();
        try (VirtualDevices running = VirtualDevices.start(
                devices, GatewayAddress.local(port), new Settings(new SystemClock(), 16), observer())) {
            int underLoad = 0;
            for (int i = 0; i < kills; i++) {
                NodeProcess node = NodeProcess.start(home, port);
                int before = acknowledged.size();
                // Half of them under load on a slow machine too; the others whenever it may be.
                for (int tries = 0; i % 2 == 1 && acknowledged.size() == before && tries < 600; tries++) {
                    new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
                }
                new CountDownLatch(1).await(300 + random.nextInt(2500), TimeUnit.MILLISECONDS);
                node.kill();
                underLoad += acknowledged.size() > before ? 1 : 0;
            }
            assertThat(underLoad).as("kills under load").isGreaterThanOrEqualTo(kills / 2);
            try (NodeProcess last = NodeProcess.start(home, port)) {
                assertThat(last.mqttPort()).isEqualTo(port);
                assertThat(running.drain(SETTLE)).as("every pack is answered").isTrue();
                assertThat(running.report().refused()).isEmpty();
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(DEVICES * kills);
        assertThat(CommandLineProgram.run("fsck", home.toString())).isZero();
        assertEveryPackCommittedOnce(home);
    }

    /** Everything acknowledged is committed by exactly one anchor and sealed in the vault. */
    private void assertEveryPackCommittedOnce(Path home) throws Exception {
        try (VitaNode node = VitaNode.start(NodeConfig.of(home, FREE_PORTS), new SystemClock())) {
            Map<DeviceId, List<SequenceRange>> committed = new HashMap<>();
            for (long i = 0; i < node.ledger().snapshot().size(); i++) {
                if (Entry.parse(node.ledger().log().entry(i)) instanceof Entry.Ordered ordered
                        && ordered.command() instanceof Command.Anchor anchor
                        && ordered.outcome() == 0) {
                    anchor.ranges()
                            .forEach(range -> committed
                                    .computeIfAbsent(range.device(), device -> new ArrayList<>())
                                    .add(range));
                }
            }
            for (Acknowledged pack : acknowledged) {
                assertThat(committed.getOrDefault(pack.device(), List.of()))
                        .filteredOn(range -> range.first() <= pack.sequence() && pack.sequence() <= range.last())
                        .as("anchors of %s", pack)
                        .hasSize(1);
                ReadingId lastReading = new ReadingId(pack.device(), pack.sequence(), pack.readings() - 1);
                assertThat(node.vault().catalogue().patientOf(lastReading))
                        .as("the vault has %s", pack)
                        .isPresent();
            }
            committed.values().forEach(CrashIT::assertDisjointAndWithoutGaps);
        }
    }

    /** The devices count without gaps and every pack was taken in the end, so the ranges follow each other exactly. */
    private static void assertDisjointAndWithoutGaps(List<SequenceRange> ranges) {
        long next = 1;
        for (SequenceRange range : ranges) {
            assertThat(range.first()).isEqualTo(next);
            assertThat(range.packs()).isEqualTo((int) (range.last() - range.first() + 1));
            next = range.last() + 1;
        }
    }

    private List<Enrolled> enrol(Path home) throws Exception {
        List<Enrolled> devices = new ArrayList<>();
        Instant start = new SystemClock().instant();
        try (VitaNode node = VitaNode.start(NodeConfig.of(home, FREE_PORTS), new SystemClock())) {
            for (int i = 0; i < DEVICES; i++) {
                PatientHandle patient = new PatientHandle(node.randomBytes(PatientHandle.SIZE));
                SigningKey key = signatures.generate(Algorithm.ED25519, new SecureRandom());
                VitaNode.Enrolment enrolment = node.enrol(key.verifyingKey(), patient);
                VirtualDevice device = new VirtualDevice(
                        new PackSigner(enrolment.device(), key, signatures),
                        new GeneratedPatient(i, Duration.ofSeconds(10), Duration.ofHours(1)),
                        new Schedule(start, new Pace.Unbounded(), 5, Duration.ofHours(1)),
                        0);
                devices.add(new Enrolled(
                        device, new Login.Password(enrolment.device().text(), Bytes.utf8(enrolment.password()))));
            }
        }
        return devices;
    }

    private PackObserver observer() {
        return new PackObserver() {
            @Override
            public void answered(OutgoingPack pack, Acknowledgement answer, Duration elapsed) {
                if (answer instanceof Acknowledgement.Accepted) {
                    acknowledged.add(new Acknowledged(pack.device(), pack.sequence(), pack.readings()));
                }
            }
        };
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
