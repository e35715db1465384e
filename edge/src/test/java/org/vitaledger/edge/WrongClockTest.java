package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.vitaledger.edge.Bedside.measured;
import static org.vitaledger.edge.GatewayFixture.NOW;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.edge.GatewayFixture.Backing;
import org.vitaledger.edge.admit.AdmissionRefusal;
import org.vitaledger.edge.admit.ClockFault;
import org.vitaledger.edge.mqtt.RawClient;

/** Whose clock is wrong: the device's, or the gateway's. */
class WrongClockTest {
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));
    private static final Duration FAST = Duration.ofMinutes(20);

    @TempDir
    private Path directory = Path.of("");

    private final Backing backing = new Backing();
    private final List<Bedside> devices = IntStream.rangeClosed(1, 5)
            .mapToObj(number -> new Bedside(number).on(backing.ledger()))
            .toList();

    @Test
    void losesNothingWhileTheGatewaysOwnClockIsBack() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            for (Bedside device : devices) {
                accept(edge, device, 1, NOW);
            }
            edge.now.set(NOW.minus(Duration.ofHours(1)));
            for (Bedside device : devices) {
                defer(edge, device, 2, NOW);
                defer(edge, device, 2, NOW);
            }
            assertThat(edge.gateway.stats().refused()).doesNotContainKey(AdmissionRefusal.CLOCK_AHEAD);
            assertThat(edge.events.stream()
                            .filter(GatewayEvent.Failed.class::isInstance)
                            .map(event ->
                                    ((GatewayEvent.Failed) event).fault().code().id()))
                    .containsExactly("VL-CLOCK-001");
            edge.now.set(NOW);
            for (Bedside device : devices) {
                accept(edge, device, 2, NOW);
            }
        }
    }

    /** By little, so that what was right before is still remembered. */
    @Test
    void doubtsItsOwnClockOnceMostDevicesWereHeardAfterItFellBack() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            edge.now.set(NOW.plus(Duration.ofMinutes(25)));
            Instant right = NOW.plus(Duration.ofMinutes(25));
            for (Bedside device : devices) {
                accept(edge, device, 1, right);
            }
            edge.now.set(right.minus(Duration.ofMinutes(10)));
            for (Bedside device : devices.subList(0, 2)) {
                refuse(edge, device, 2, right);
            }
            for (Bedside device : devices.subList(2, 5)) {
                defer(edge, device, 2, right);
            }
            defer(edge, devices.getFirst(), 3, right);
            assertThat(edge.gateway.clockSuspected()).isTrue();
            edge.now.set(right);
            for (Bedside device : devices.subList(2, 5)) {
                accept(edge, device, 2, right);
            }
            assertThat(edge.gateway.clockSuspected()).isFalse();
        }
    }

    @Test
    void refusesNothingForGoodBeforeAnyDeviceShowsThatTheGatewayIsRight() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            defer(edge, devices.getFirst(), 1, LATER);
            edge.now.set(NOW.plus(Duration.ofMinutes(15)));
            defer(edge, devices.get(1), 1, LATER.plus(Duration.ofMinutes(15)));
            assertThat(edge.gateway.clockSuspected()).isTrue();
            edge.now.set(LATER);
            accept(edge, devices.getFirst(), 1, LATER);
        }
    }

    /** One device alone, of which one pack only is ahead: it must not be sent for ever, for nothing behind it would come. */
    @Test
    void refusesForGoodTheOneWrongTimeOfADeviceThatIsRight() throws IOException {
        Bedside device = devices.getFirst();
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            accept(edge, device, 1, NOW);
            refuse(edge, device, 2, LATER);
            accept(edge, device, 3, NOW);
            refuse(edge, device, 4, LATER);
            refuse(edge, device, 5, LATER);
            assertThat(edge.gateway.clockSuspected()).isFalse();
            edge.now.set(NOW.minusSeconds(600));
            defer(edge, device, 6, NOW);
            assertThat(edge.gateway.clockSuspected()).isTrue();
        }
    }

    /** A pack that is right and wrong in one is the device's fault, however many of them come. */
    @Test
    void refusesForGoodWhatContradictsItself() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            for (Bedside device : devices) {
                try (RawClient client = edge.connect(device.id, true)) {
                    client.publish(
                            1,
                            device.topic(),
                            device.pack(
                                    1,
                                    measured("8867-4", "/min", "30", NOW),
                                    measured("8310-5", "Cel", "37", NOW.plus(Duration.ofHours(2)))));
                    assertThat(client.refused()).isEqualTo(0x83);
                }
            }
            assertThat(edge.gateway.clockSuspected()).isFalse();
            assertThat(edge.gateway.openAlerts())
                    .extracting(alert -> alert.code())
                    .contains("8867-4");
        }
    }

    @Test
    void doubtsItsOwnClockWhenMostDevicesAreFarBehindIt() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            edge.now.set(NOW.plus(Duration.ofDays(365)));
            refuse(edge, devices.getFirst(), 1, NOW);
            for (Bedside device : devices.subList(1, 5)) {
                defer(edge, device, 1, NOW);
            }
            assertThat(edge.gateway.clockSuspected()).isTrue();
        }
    }

    @Test
    void refusesTheFewThatAreAheadOfManyThatAreNot() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            for (Bedside device : devices.subList(2, 5)) {
                accept(edge, device, 1, NOW);
            }
            for (Bedside device : devices.subList(0, 2)) {
                refuse(edge, device, 1, LATER);
            }
            edge.now.set(NOW.plusSeconds(30));
            for (Bedside device : devices.subList(0, 2)) {
                refuse(edge, device, 2, LATER);
            }
        }
    }

    @Test
    void tellsOnceThatItsClockIsFastAndTakesEverythingMeanwhile() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            for (int minute = 0; minute < 20; minute++) {
                everyMinute(edge, devices, minute, FAST);
                assertThat(edge.gateway.clockSuspected()).isEqualTo(minute >= 5);
            }
            assertThat(clockFault(edge)).contains("VL-CLOCK-001");
            await().until(() -> clockEvents(edge) == 1);
            for (int minute = 20; minute < 22; minute++) {
                everyMinute(edge, devices, minute, Duration.ZERO);
                assertThat(clockFault(edge)).isEmpty();
            }
            assertThat(clockEvents(edge)).isEqualTo(1);
            assertThat(edge.gateway.stats().refused()).isEmpty();
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(22L * devices.size());
        }
    }

    @Test
    void tellsThatItsClockWasSetAheadWhileDevicesWereHeard() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            everyMinute(edge, devices, 0, Duration.ZERO);
            edge.ahead.set(Duration.ofDays(29));
            for (int minute = 1; minute < 7; minute++) {
                everyMinute(edge, devices, minute, Duration.ofDays(29));
            }
            assertThat(clockFault(edge)).contains("VL-CLOCK-001");
        }
    }

    @Test
    void doubtsAFewSlowDevicesAmongMoreThatAreNot() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            for (int minute = 0; minute < 70; minute += 3) {
                everyMinute(edge, devices.subList(2, 5), minute, Duration.ZERO);
                slow(edge, devices.subList(0, 2), minute);
                assertThat(edge.gateway.clockSuspected()).isFalse();
            }
            assertThat(clockEvents(edge)).isZero();
        }
    }

    @Test
    void believesTwoDevicesThatAgreeAndNotOne() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            for (int minute = 0; minute < 10; minute++) {
                everyMinute(edge, devices.subList(0, 1), minute, FAST);
                assertThat(edge.gateway.clockSuspected()).isFalse();
            }
            for (int minute = 10; minute < 16; minute++) {
                everyMinute(edge, devices.subList(0, 2), minute, FAST);
            }
            assertThat(edge.gateway.clockSuspected()).isTrue();
        }
    }

    @Test
    void believesNoBacklogThatCatchesUp() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            // Four minutes of it come in three.
            for (int minute = 0; minute < 240; minute += 4) {
                everyMinute(edge, devices.subList(0, 2), minute, Duration.ofMinutes(60 - minute / 4));
                assertThat(edge.gateway.clockSuspected()).isFalse();
            }
            assertThat(clockEvents(edge)).isZero();
        }
    }

    @Test
    void believesThePresentAfterABacklogThatMadeItDoubt() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            for (int minute = 0; minute < 6; minute++) {
                everyMinute(edge, devices, minute, FAST);
            }
            assertThat(clockFault(edge)).contains("VL-CLOCK-001");
            // Now that the backlog is sent, newest values come; what lies before them comes after them.
            Instant present = edge.now.get();
            for (Bedside device : devices) {
                accept(edge, device, 8, present);
                accept(edge, device, 7, present.minus(FAST));
            }
            assertThat(clockFault(edge)).isEmpty();
        }
    }

    @Test
    void asksForTheNewestValuesOnly() throws IOException {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            for (Bedside device : devices) {
                accept(edge, device, 20, NOW);
            }
            // What lies before the newest values comes after them, and nothing new.
            for (int minute = 1; minute < 10; minute++) {
                edge.now.set(NOW.plus(Duration.ofMinutes(minute)));
                slow(edge, devices, 18 - minute);
                assertThat(edge.gateway.clockSuspected()).isFalse();
            }
        }
    }

    /** Each device's pack of a minute by its own clock, than which the gateway's is ahead. */
    private static void everyMinute(GatewayFixture edge, List<Bedside> some, int minute, Duration fast)
            throws IOException {
        Instant time = NOW.plus(Duration.ofMinutes(minute));
        edge.now.set(time.plus(fast));
        for (Bedside device : some) {
            accept(edge, device, minute + 1, time);
        }
    }

    private static void slow(GatewayFixture edge, List<Bedside> some, int minute) throws IOException {
        for (Bedside device : some) {
            accept(edge, device, minute + 1, edge.now.get().minus(FAST));
        }
    }

    private static Optional<String> clockFault(GatewayFixture edge) {
        return edge.gateway
                .faults()
                .getOrDefault("clock", Optional.empty())
                .map(fault -> fault.code().id());
    }

    private static long clockEvents(GatewayFixture edge) {
        return edge.events.stream()
                .filter(event -> event instanceof GatewayEvent.Failed(ClockFault _))
                .count();
    }

    private static void accept(GatewayFixture edge, Bedside device, int sequence, Instant time) throws IOException {
        try (RawClient client = edge.connect(device.id, true)) {
            client.publish(sequence, device.topic(), pack(device, sequence, time));
            assertThat(client.acknowledged()).isEqualTo(sequence);
        }
    }

    private static void refuse(GatewayFixture edge, Bedside device, int sequence, Instant time) throws IOException {
        try (RawClient client = edge.connect(device.id, true)) {
            client.publish(sequence, device.topic(), pack(device, sequence, time));
            assertThat(client.refused()).isEqualTo(0x83);
        }
    }

    private static void defer(GatewayFixture edge, Bedside device, int sequence, Instant time) throws IOException {
        try (RawClient client = edge.connect(device.id, false)) {
            client.publish(sequence, device.topic(), pack(device, sequence, time));
            assertThat(client.closed()).isTrue();
        }
    }

    private static byte[] pack(Bedside device, int sequence, Instant time) {
        return device.pack(sequence, measured("8867-4", "/min", "72", time));
    }
}
