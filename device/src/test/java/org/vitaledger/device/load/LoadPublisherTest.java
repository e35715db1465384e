package org.vitaledger.device.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.device.load.LoadFault.Load;
import org.vitaledger.device.publish.GatewayAddress;
import org.vitaledger.device.publish.Login;
import org.vitaledger.device.publish.TestGateway;
import org.vitaledger.device.publish.TestGateway.Reaction;

class LoadPublisherTest {
    private static final LoadPlan FAST = new LoadPlan(16, LoadPlan.UNBOUNDED, Duration.ZERO, Duration.ofMillis(500));

    private static LoadDevice device(int number, int packs) {
        DeviceId id = DeviceId.parse("%016x".formatted(number));
        AtomicInteger count = new AtomicInteger();
        PackSource source = () -> count.get() < packs
                ? Optional.of(Bytes.utf8("pack " + count.incrementAndGet()).toArray())
                : Optional.empty();
        return new LoadDevice(id, new Login.Password(id.text(), Bytes.utf8("secret")), source);
    }

    private static LoadReport run(TestGateway gateway, LoadPlan plan, LoadDevice... devices)
            throws InterruptedException {
        try (LoadPublisher publisher = new LoadPublisher(GatewayAddress.local(gateway.port()), 1)) {
            return publisher.run(List.of(devices), plan);
        }
    }

    @Test
    void publishesThePacksOfEveryDeviceInOrder() throws InterruptedException {
        try (TestGateway gateway = new TestGateway(it -> Reaction.ACCEPT)) {
            LoadReport report = run(gateway, FAST, device(1, 200), device(2, 200));

            assertThat(report.unanswered()).isZero();
            assertThat(report.refused()).isEmpty();
            List<Bytes> expected = IntStream.rangeClosed(1, 200)
                    .mapToObj(it -> Bytes.utf8("pack " + it))
                    .toList();
            assertThat(gateway.accepted("0000000000000001")).isEqualTo(expected);
            assertThat(gateway.accepted("0000000000000002")).isEqualTo(expected);
        }
    }

    @Test
    void measuresAcknowledgedPacksOnly() throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        try (TestGateway gateway =
                new TestGateway(it -> count.incrementAndGet() % 2 == 0 ? Reaction.REFUSE : Reaction.ACCEPT)) {
            LoadReport report = run(gateway, FAST, device(1, 1_000_000));

            assertThat(report.packs()).isPositive().isEqualTo(report.latency().count());
            assertThat(report.refused()).containsOnlyKeys(0x99);
            assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
            assertThat(report.packsPerSecond()).isPositive();
        }
    }

    @Test
    void keepsToAGivenRate() throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        try (TestGateway gateway = new TestGateway(it -> {
            count.incrementAndGet();
            return Reaction.ACCEPT;
        })) {
            LoadPlan slow = new LoadPlan(16, 100, Duration.ZERO, Duration.ofSeconds(1));
            LoadReport report = run(gateway, slow, device(1, 1_000_000), device(2, 1_000_000));

            assertThat(report.packs()).isBetween(1L, 120L);
        }
    }

    @Test
    void countsWhatIsNeverAnswered() throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        try (TestGateway gateway =
                new TestGateway(it -> count.incrementAndGet() > 3 ? Reaction.HOLD : Reaction.ACCEPT)) {
            try (LoadPublisher publisher =
                    new LoadPublisher(GatewayAddress.local(gateway.port()), 1, Duration.ofMillis(100))) {
                assertThat(publisher.run(List.of(device(1, 10)), FAST).unanswered())
                        .isEqualTo(7);
            }
        }
    }

    @Test
    void tellsWhyThereIsNoLoad() {
        int port;
        try (TestGateway gateway = new TestGateway(it -> Reaction.DROP)) {
            port = gateway.port();
            assertFault(port, Load.CONNECTION_LOST);
            gateway.answerConnects(0x87);
            assertFault(port, Load.TURNED_AWAY);
        }
        assertFault(port, Load.NOT_REACHED);
    }

    private static void assertFault(int port, Load code) {
        try (LoadPublisher publisher = new LoadPublisher(GatewayAddress.local(port), 1)) {
            assertThatThrownBy(() -> publisher.run(List.of(device(1, 1)), FAST))
                    .isInstanceOfSatisfying(
                            LoadFault.class, e -> assertThat(e.code()).isEqualTo(code));
        }
    }
}
