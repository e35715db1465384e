package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.Bedside.measured;
import static org.vitaledger.edge.GatewayFixture.NOW;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.edge.GatewayFixture.Backing;
import org.vitaledger.edge.admit.AdmissionRefusal;
import org.vitaledger.edge.mqtt.RawClient;

/** Whose clock is wrong: the device's, or the gateway's. */
class WrongClockTest {
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));

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
