package org.vitaledger.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.device.load.LoadDevice;
import org.vitaledger.device.load.LoadPlan;
import org.vitaledger.device.load.LoadPublisher;
import org.vitaledger.device.load.LoadReport;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.device.pack.PackSigner;
import org.vitaledger.device.publish.GatewayAddress;
import org.vitaledger.device.publish.Login;
import org.vitaledger.device.replay.GeneratedPatient;
import org.vitaledger.device.replay.Pace;
import org.vitaledger.device.replay.Schedule;
import org.vitaledger.device.replay.VirtualDevice;
import org.vitaledger.node.run.NodeConfig;
import org.vitaledger.node.run.SystemClock;
import org.vitaledger.node.run.VitaNode;

/** One row: a whole node and a load of signed packs in one process, over MQTT on loopback. */
final class IngestBench {
    private static final int WINDOW = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofMinutes(2);

    private final int pack;
    private final int deviceCount;
    private final Duration measured;
    private final OptionalDouble packsPerSecond;
    private final InstantSource clock = new SystemClock();
    private final Signatures signatures = FastestSignatures.find();

    /**
     * @param measured how long each of the two measurements lasts
     * @param readingsPerSecond the load at which the latency is measured, or empty for half of what was reached
     */
    IngestBench(int pack, int deviceCount, Duration measured, OptionalInt readingsPerSecond) {
        this.pack = pack;
        this.deviceCount = deviceCount;
        this.measured = measured;
        this.packsPerSecond = readingsPerSecond.isPresent()
                ? OptionalDouble.of((double) readingsPerSecond.getAsInt() / pack)
                : OptionalDouble.empty();
    }

    /** Saturates, then measures the latency at a calmer load. What it writes into {@code home} stays. */
    Map<String, Object> run(Path home) throws IOException, InterruptedException {
        Map<String, String> ports = Map.of("http", "127.0.0.1:0", "mqtt", "127.0.0.1:0", "mqtts", "127.0.0.1:0");
        try (VitaNode node = VitaNode.start(NodeConfig.of(home, ports), clock);
                LoadPublisher publisher =
                        new LoadPublisher(GatewayAddress.local(node.gateway().mqttPort()), 1)) {
            List<LoadDevice> devices = devices(node);
            Duration before = Resources.cpu();
            LoadReport full = publisher.run(devices, new LoadPlan(WINDOW, LoadPlan.UNBOUNDED, WARM_UP, measured));
            awaitCommits(node);
            double cpuSeconds = Resources.cpu().minus(before).toNanos() / 1e9;
            long readings = node.gateway().stats().committed().readings();
            double diskPerReading = (double) Resources.diskBytes(home) / readings;
            double calm = packsPerSecond.orElse(full.packsPerSecond() / 2);
            LoadReport half = publisher.run(devices, new LoadPlan(WINDOW, calm, WARM_UP, measured));
            awaitCommits(node);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("pack", pack);
            row.put("devices", deviceCount);
            row.put("readingsPerSecond", Math.round(full.packsPerSecond() * pack));
            row.put("cpuSecondsPerMillionReadings", round(cpuSeconds * 1e6 / readings));
            row.put("saturatedP50Millis", millis(full.latency().p50()));
            row.put("saturatedP99Millis", millis(full.latency().p99()));
            row.put("saturatedMaxMillis", millis(full.latency().max()));
            row.put("latencyAtReadingsPerSecond", Math.round(half.packsPerSecond() * pack));
            row.put("p50Millis", millis(half.latency().p50()));
            row.put("p99Millis", millis(half.latency().p99()));
            row.put("maxMillis", millis(half.latency().max()));
            row.put("peakResidentMiB", Resources.peakResidentBytes() >> 20);
            row.put("diskBytesPerReading", round(diskPerReading));
            row.put("refused", full.refused());
            row.put("unanswered", full.unanswered() + half.unanswered());
            return row;
        }
    }

    private List<LoadDevice> devices(VitaNode node) {
        List<LoadDevice> devices = new ArrayList<>();
        Instant start = clock.instant();
        for (int i = 0; i < deviceCount; i++) {
            PatientHandle patient = new PatientHandle(node.randomBytes(PatientHandle.SIZE));
            SigningKey key = signatures.generate(Algorithm.ED25519, new SecureRandom());
            VitaNode.Enrolment enrolment = node.enrol(key.verifyingKey(), patient);
            VirtualDevice device = new VirtualDevice(
                    new PackSigner(enrolment.device(), key, signatures),
                    new GeneratedPatient(i, Duration.ofSeconds(10), Duration.ofHours(1)),
                    new Schedule(start, new Pace.Unbounded(), pack, Duration.ofHours(1)),
                    0);
            devices.add(new LoadDevice(
                    enrolment.device(),
                    new Login.Password(enrolment.device().text(), Bytes.utf8(enrolment.password())),
                    () -> Optional.of(device.take(clock.instant()).encoded())));
        }
        return devices;
    }

    private static void awaitCommits(VitaNode node) throws InterruptedException {
        long deadline = System.nanoTime() + SETTLE.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (node.gateway().stats().committed().readings()
                        < node.gateway().stats().accepted().readings()
                && System.nanoTime() < deadline) {
            never.await(20, TimeUnit.MILLISECONDS);
        }
    }

    private static double millis(Duration duration) {
        return round(duration.toNanos() / 1e6);
    }

    private static double round(double number) {
        return Math.round(number * 10) / 10.0;
    }
}
