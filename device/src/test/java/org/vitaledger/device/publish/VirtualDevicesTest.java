package org.vitaledger.device.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.device.pack.PackRejected;
import org.vitaledger.device.pack.PackSigner;
import org.vitaledger.device.pack.SignedPack;
import org.vitaledger.device.publish.TestGateway.Reaction;
import org.vitaledger.device.replay.Observation;
import org.vitaledger.device.replay.Omitted;
import org.vitaledger.device.replay.OutgoingPack;
import org.vitaledger.device.replay.Pace;
import org.vitaledger.device.replay.Recording;
import org.vitaledger.device.replay.Schedule;
import org.vitaledger.device.replay.VirtualDevice;

class VirtualDevicesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Signatures SIGNATURES = FastestSignatures.find();
    private static final SigningKey KEY = SIGNATURES.generate(Algorithm.ED25519, new SecureRandom());

    private final Settings settings = new Settings(InstantSource.fixed(NOW), 8);

    private static Enrolled device(int number, int packs) {
        DeviceId id = DeviceId.parse("%016x".formatted(number));
        List<Observation> observations = IntStream.range(0, packs)
                .mapToObj(i -> new Observation(Duration.ofSeconds(i), "8867-4", "/min", new Decimal(60 + i % 20, 0)))
                .toList();
        VirtualDevice device = new VirtualDevice(
                new PackSigner(id, KEY, SIGNATURES),
                new Recording(observations, Omitted.NOTHING).play(),
                new Schedule(NOW, new Pace.Unbounded(), 1, Duration.ofSeconds(10)),
                0);
        return new Enrolled(device, new Login.Password(id.text(), Bytes.utf8("secret")));
    }

    private static List<Long> sequences(TestGateway gateway, int number) throws PackRejected {
        List<Long> sequences = new ArrayList<>();
        for (Bytes pack : gateway.accepted("%016x".formatted(number))) {
            sequences.add(SignedPack.parse(pack.toArray()).sequence());
        }
        return sequences;
    }

    private static List<Long> oneTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private VirtualDevices start(List<Enrolled> devices, int port, PackObserver observer) {
        return VirtualDevices.start(devices, GatewayAddress.local(port), settings, observer);
    }

    private VirtualDevices start(Enrolled device, TestGateway gateway) {
        return start(List.of(device), gateway.port(), PackObserver.NONE);
    }

    @Test
    void deliversEveryPackOfEveryDeviceInOrder() throws PackRejected {
        List<Enrolled> devices =
                IntStream.range(1, 6).mapToObj(it -> device(it, 100)).toList();
        try (TestGateway gateway = new TestGateway(received -> Reaction.ACCEPT);
                VirtualDevices running = start(devices, gateway.port(), PackObserver.NONE)) {
            assertThat(running.awaitEnd(PATIENCE)).isTrue();

            PublishReport report = running.report();
            assertThat(report.packsAccepted()).isEqualTo(500);
            assertThat(report.readingsAccepted()).isEqualTo(500);
            assertThat(report.refused()).isEmpty();
            assertThat(report.resent()).isZero();
            assertThat(report.connected()).isEqualTo(5);
            assertThat(report.latency().count()).isEqualTo(500);
            assertThat(report.latency().p50()).isPositive();
            assertThat(gateway.logins()).contains("0000000000000001");
            for (int number = 1; number < 6; number++) {
                assertThat(sequences(gateway, number)).isEqualTo(oneTo(100));
            }
        }
    }

    @Test
    void sendsUnacknowledgedPacksAgainAfterALostConnection() throws PackRejected {
        AtomicInteger count = new AtomicInteger();
        try (TestGateway gateway =
                        new TestGateway(it -> count.incrementAndGet() % 40 == 0 ? Reaction.DROP : Reaction.ACCEPT);
                VirtualDevices running = start(device(1, 100), gateway)) {
            assertThat(running.awaitEnd(PATIENCE)).isTrue();

            assertThat(running.report().packsAccepted()).isEqualTo(100);
            assertThat(running.report().resent()).isPositive();
            assertThat(sequences(gateway, 1).stream().distinct().toList()).isEqualTo(oneTo(100));
        }
    }

    @Test
    void waitsForAGatewayThatIsNotThereYet() throws PackRejected {
        int port;
        try (TestGateway gone = new TestGateway(it -> Reaction.ACCEPT)) {
            port = gone.port();
        }
        try (VirtualDevices running = start(List.of(device(1, 5)), port, PackObserver.NONE)) {
            assertThat(running.awaitEnd(Duration.ofMillis(300))).isFalse();
            try (TestGateway gateway = new TestGateway(it -> Reaction.ACCEPT, port)) {
                assertThat(running.awaitEnd(PATIENCE)).isTrue();
                assertThat(sequences(gateway, 1)).isEqualTo(oneTo(5));
            }
        }
    }

    @Test
    void triesAgainWhenTheGatewayTurnsItAway() {
        try (TestGateway gateway = new TestGateway(it -> Reaction.ACCEPT)) {
            gateway.answerConnects(0x88);
            try (VirtualDevices running = start(device(1, 5), gateway)) {
                await().atMost(PATIENCE).until(() -> gateway.logins().size() > 2);
                assertThat(running.report().connected()).isZero();
                gateway.answerConnects(0);
                assertThat(running.awaitEnd(PATIENCE)).isTrue();
            }
        }
    }

    @Test
    void countsRefusalsByReasonAndGoesOn() throws PackRejected {
        AtomicInteger count = new AtomicInteger();
        ConcurrentLinkedQueue<Acknowledgement> heard = new ConcurrentLinkedQueue<>();
        PackObserver observer = new PackObserver() {
            @Override
            public void answered(OutgoingPack pack, Acknowledgement answer, Duration elapsed) {
                heard.add(answer);
            }
        };
        try (TestGateway gateway =
                        new TestGateway(it -> count.incrementAndGet() == 3 ? Reaction.REFUSE : Reaction.ACCEPT);
                VirtualDevices running = start(List.of(device(1, 5)), gateway.port(), observer)) {
            assertThat(running.awaitEnd(PATIENCE)).isTrue();

            assertThat(running.report().packsAccepted()).isEqualTo(4);
            assertThat(running.report().refused()).isEqualTo(Map.of("0x99 BAD_CONTENT", 1L));
            assertThat(sequences(gateway, 1)).isEqualTo(List.of(1L, 2L, 4L, 5L));
            assertThat(heard).hasSize(5).contains(new Acknowledgement.Refused(0x99, "BAD_CONTENT"));
        }
    }

    @Test
    void letsNoMoreThanAWindowWait() {
        AtomicInteger count = new AtomicInteger();
        try (TestGateway gateway = new TestGateway(it -> {
                    count.incrementAndGet();
                    return Reaction.HOLD;
                });
                VirtualDevices running = start(device(1, 100), gateway)) {
            await().atMost(PATIENCE).until(() -> count.get() == settings.window());
            assertThat(running.drain(Duration.ofMillis(200))).isFalse();
            assertThat(running.report().waiting()).isEqualTo(settings.window());
            assertThat(count).hasValue(settings.window());
        }
    }

    @Test
    void hearsWhatTheGatewaySendsDown() {
        ConcurrentLinkedQueue<Bytes> heard = new ConcurrentLinkedQueue<>();
        PackObserver observer = new PackObserver() {
            @Override
            public void received(DeviceId device, Bytes message) {
                heard.add(message);
            }
        };
        try (TestGateway gateway = new TestGateway(it -> Reaction.ACCEPT);
                VirtualDevices running = start(List.of(device(1, 5)), gateway.port(), observer)) {
            await().atMost(PATIENCE).until(() -> heard.contains(Bytes.parseHex("010203")));
            assertThat(running.report().devices()).isEqualTo(1);
        }
    }
}
