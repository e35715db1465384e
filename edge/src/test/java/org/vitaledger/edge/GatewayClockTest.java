package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.Bedside.measured;
import static org.vitaledger.edge.GatewayFixture.NOW;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.contract.World;
import org.vitaledger.edge.mqtt.RawClient;

/** Whose a reading is when its device goes from one patient to another, whatever the ledger's clock and the gateway's say. */
class GatewayClockTest extends MovedMonitor {
    /** The gateway's clock and the ledger's were ahead when the monitor was bound, and it was heard then. */
    @Test
    void hearsAMonitorThatWasBoundBeforeTheClockWasSetRight() throws Exception {
        Instant wrong = NOW.plus(Duration.ofHours(1));
        try (GatewayFixture edge = open();
                RawClient client = edge.connect(device.id, true)) {
            edge.at(NOW, Duration.ofHours(-1));
            bind(wrong, Optional.of(World.patient(2)));
            client.publish(1, device.topic(), device.pack(1, at(NOW)));
            assertThat(client.refused()).isEqualTo(0x83);
            edge.at(NOW.plusSeconds(60), Duration.ZERO);
            client.publish(2, device.topic(), device.pack(2, measured("8867-4", "/min", "30", NOW.plusSeconds(60))));
            assertThat(client.refused()).isEqualTo(0x83);
            assertThat(edge.gateway.openAlerts(World.patient(2))).isNotEmpty();
            for (int minute = 10, sequence = 3; minute <= 70; minute += 4, sequence++) {
                Instant now = NOW.plus(Duration.ofMinutes(minute));
                edge.now.set(now);
                client.publish(sequence, device.topic(), device.pack(sequence, at(now)));
                assertThat(client.acknowledged()).isEqualTo(sequence);
            }
        }
    }

    /** However far: then the registry's time is right, and nothing is taken that was measured before. */
    @Test
    void givesNothingToTheNextPatientWhereTheGatewaysClockIsFarBehind() throws Exception {
        Instant rebound = NOW.plusSeconds(600);
        List<Bedside> others = IntStream.of(2, 3, 4)
                .mapToObj(number -> new Bedside(number).on(backing.ledger()))
                .toList();
        try (GatewayFixture edge = open()) {
            byte[] kept = device.pack(1, measured("8867-4", "/min", "30", rebound.minusSeconds(110)));
            bind(rebound, Optional.of(World.patient(2)));
            for (int minute : new int[] {0, 6, 7, 8}) {
                Instant right = rebound.plus(Duration.ofMinutes(minute));
                edge.at(right, Duration.ofMinutes(10));
                for (Bedside other : others) {
                    try (RawClient client = edge.connect(other.id, false)) {
                        client.publish(1, other.topic(), other.pack(minute + 1, at(right)));
                        assertThat(client.closed()).isTrue();
                    }
                }
                try (RawClient client = edge.connect(device.id, true)) {
                    client.publish(1, device.topic(), kept);
                    client.next();
                }
            }
            assertThat(edge.gateway.stats().accepted().packs()).isZero();
        }
    }

    /** A clock that is a little behind the ledger's gives nothing to the next patient. */
    @Test
    void givesNothingToTheNextPatientWhereTheGatewaysClockIsBehind() throws Exception {
        Instant rebound = NOW.plusSeconds(240);
        try (GatewayFixture edge = open();
                RawClient client = edge.connect(device.id, true)) {
            client.publish(2, device.topic(), device.pack(2, at(rebound.minusSeconds(2))));
            assertThat(client.acknowledged()).isEqualTo(2);
            client.publish(3, device.topic(), device.pack(3, at(rebound.minusSeconds(1))));
            assertThat(client.acknowledged()).isEqualTo(3);
            bind(rebound, Optional.of(World.patient(2)));
            client.publish(
                    1, device.topic(), device.pack(1, measured("8867-4", "/min", "30", rebound.minusSeconds(120))));
            assertThat(client.refused()).isEqualTo(0x83);
            assertThat(edge.gateway.openAlerts(World.patient(2))).isEmpty();
        }
    }

    /** The ledger of one member tells the same wrong time as its gateway, so nothing shows it but the devices. */
    @ParameterizedTest
    @ValueSource(ints = {2, 6, 7, 10, 60})
    void givesNothingToTheNextPatientWhereLedgerAndGatewayAreSlow(int minutes) throws Exception {
        Duration slow = Duration.ofMinutes(minutes);
        try (GatewayFixture edge = open()) {
            Instant moved = NOW.plusSeconds(600);
            send(edge, 1, NOW, slow, "72");
            send(edge, 2, moved.minusSeconds(2), slow, "72");
            send(edge, 3, moved.minusSeconds(1), slow, "72");
            edge.at(moved, slow);
            bind(moved.minus(slow), Optional.of(World.patient(2)));
            long before = edge.gateway.stats().accepted().packs();
            for (int waited : new int[] {0, minutes * 60}) {
                Instant now = moved.plusSeconds(waited + 1);
                send(edge, 600, now.minusSeconds(waited + 4), now, slow, "30");
                assertThat(judged(edge)).isEmpty();
                // The clock is set right, and what the monitor kept is sent again for minutes.
                for (int minute = 0; minute < 7; minute++) {
                    Instant right = now.plus(Duration.ofMinutes(minute));
                    send(edge, 599, moved.minusSeconds(3), right, Duration.ZERO, "30");
                }
            }
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(before);
            assertThat(judged(edge)).isEmpty();
        }
    }

    /** Nor where the monitor was not heard for a while before. */
    @Test
    void givesNothingToTheNextPatientOfAMonitorThatWasAwayWhereLedgerAndGatewayAreSlow() throws Exception {
        Duration slow = Duration.ofMinutes(7);
        try (GatewayFixture edge = open()) {
            send(edge, 1, NOW.minusSeconds(2), slow, "72");
            send(edge, 2, NOW.minusSeconds(1), slow, "72");
            Instant moved = NOW.plusSeconds(600);
            edge.at(moved, slow);
            bind(moved.minus(slow), Optional.of(World.patient(2)));
            for (int minute = 1; minute < 20; minute++) {
                Instant now = moved.plus(Duration.ofMinutes(minute));
                send(edge, 600, moved.minusSeconds(1), now, minute < 10 ? slow : Duration.ZERO, "30");
            }
            assertThat(edge.gateway.stats().accepted().packs()).isZero();
        }
    }

    /**
     * Nor of a client that has one pack on its way: its oldest one, which is always just what is tolerated ahead, however
     * slow the gateway is.
     */
    @Test
    void givesNothingToTheNextPatientOfAClientThatSendsOneAfterTheOther() throws Exception {
        Duration slow = Duration.ofMinutes(20);
        Instant moved = NOW.plus(Duration.ofMinutes(30));
        List<Instant> waiting = new ArrayList<>();
        int sent = 0;
        try (GatewayFixture edge = open()) {
            for (int minute = 0; minute < 60; minute += 3) {
                boolean isRight = minute >= 42;
                Instant now = NOW.plus(Duration.ofMinutes(minute));
                if (now.equals(moved)) {
                    bind(moved.minus(slow), Optional.of(World.patient(2)));
                }
                waiting.add(now);
                edge.at(now, isRight ? Duration.ZERO : slow);
                while (sent < waiting.size() && isAnswered(edge, sent, waiting.get(sent))) {
                    sent++;
                }
                assertThat(sent == waiting.size()).isEqualTo(isRight);
            }
            Awaitility.await()
                    .until(() -> backing.vault().packs().stream()
                            .anyMatch(pack -> pack.patient().equals(World.patient(2))));
            assertThat(backing.vault().packs().stream()
                            .filter(pack -> pack.patient().equals(World.patient(2)))
                            .flatMap(pack -> pack.readings().stream()))
                    .allMatch(reading -> !reading.time().isBefore(moved));
        }
    }

    private boolean isAnswered(GatewayFixture edge, int sequence, Instant measured) throws IOException {
        try (RawClient client = edge.connect(device.id, false)) {
            client.publish(1, device.topic(), device.pack(sequence + 1, at(measured)));
            return !client.closed();
        }
    }

    /** Who is told that the gateway's clock is wrong sets it, and moves a monitor soon afterwards. */
    @Test
    void hearsAMonitorThatIsMovedJustAfterTheClockWasSetRight() throws Exception {
        Duration slow = Duration.ofMinutes(40);
        try (GatewayFixture edge = open()) {
            for (int minute = 0; minute < 10; minute++) {
                send(edge, minute, NOW.plus(Duration.ofMinutes(minute)), slow, "72");
            }
            for (int minute = 10; minute < 13; minute++) {
                send(edge, minute, NOW.plus(Duration.ofMinutes(minute)), Duration.ZERO, "72");
            }
            Instant moved = NOW.plus(Duration.ofMinutes(13));
            bind(moved, Optional.of(World.patient(2)));
            long before = edge.gateway.stats().accepted().packs();
            send(edge, 13, moved.plusSeconds(1), Duration.ZERO, "30");
            assertThat(judged(edge)).isNotEmpty();
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(before + 1);
        }
    }

    /** The gateway's clock is an hour fast for a few minutes, in which a monitor is moved. */
    @Test
    void hearsAMonitorThatIsMovedWhileTheClockIsFastForAMoment() throws Exception {
        Duration fast = Duration.ofHours(-1);
        try (GatewayFixture edge = open()) {
            live(edge, 10, NOW, Duration.ZERO);
            send(edge, 11, NOW.plusSeconds(60), fast, "72");
            Instant moved = NOW.plusSeconds(120);
            bind(moved, Optional.of(World.patient(2)));
            send(edge, 12, moved.plusSeconds(1), fast, "72");
            send(edge, 13, moved.plusSeconds(60), Duration.ZERO, "30");
            assertThat(judged(edge)).isNotEmpty();
            long before = edge.gateway.stats().accepted().packs();
            live(edge, 24, moved.plusSeconds(480), Duration.ZERO);
            assertThat(edge.gateway.stats().accepted().packs()).isGreaterThan(before);
            before = edge.gateway.stats().accepted().packs();
            send(edge, 3, moved.minusSeconds(10), moved.plusSeconds(490), Duration.ZERO, "30");
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(before);
        }
    }

    /** A monitor that was away brings what it kept while the gateway's clock is back for a moment. */
    @Test
    void givesNothingToTheNextPatientOfAMonitorThatWasAwayWhereTheClockFellBack() throws Exception {
        Bedside other = new Bedside(2).on(backing.ledger());
        Instant moved = NOW.plus(Duration.ofHours(1));
        try (GatewayFixture edge = open()) {
            send(edge, 1, NOW.minusSeconds(2), Duration.ZERO, "72");
            send(edge, 2, NOW.minusSeconds(1), Duration.ZERO, "72");
            bind(moved, Optional.of(World.patient(2)));
            send(edge, 3, moved.minusSeconds(1500), moved.plusSeconds(60), Duration.ZERO, "30");
            edge.at(moved, Duration.ofMinutes(20));
            for (int pack = 1; pack < 4; pack++) {
                try (RawClient client = edge.connect(other.id, false)) {
                    client.publish(pack, other.topic(), other.pack(pack, at(moved.plusSeconds(60 + pack))));
                    client.closed();
                }
            }
            for (int minute = 17; minute > 0; minute--) {
                send(edge, 30 - minute, moved.minusSeconds(60L * minute), moved, Duration.ofMinutes(20), "30");
            }
            for (int minute = 17; minute > 0; minute--) {
                send(edge, 60 - minute, moved.minusSeconds(60L * minute), moved.plusSeconds(90), Duration.ZERO, "30");
            }
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(2);
        }
    }

    /** Nor where it is fast; what the monitor measures then is judged. */
    @ParameterizedTest
    @ValueSource(ints = {4, 20, 60})
    void judgesTheNextPatientsMonitorWhereLedgerAndGatewayAreFast(int minutes) throws Exception {
        Duration fast = Duration.ofMinutes(minutes);
        try (GatewayFixture edge = open()) {
            for (int minute = 0; minute < 7; minute++) {
                send(edge, minute, NOW.plus(Duration.ofMinutes(minute)), fast.negated(), "72");
            }
            Instant moved = NOW.plus(Duration.ofMinutes(7));
            bind(moved.plus(fast), Optional.of(World.patient(2)));
            long before = edge.gateway.stats().accepted().packs();
            send(edge, 7, moved.minusSeconds(1), moved.plusSeconds(1), fast.negated(), "30");
            assertThat(judged(edge)).isEmpty();
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(before);
            send(edge, 8, moved.plusSeconds(1), fast.negated(), "30");
            assertThat(judged(edge)).isNotEmpty();
            // What lies so far back by the gateway's clock is taken once that is right.
            send(edge, 9, moved.plusSeconds(20), fast.negated(), "30");
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(before);
            send(edge, 10, moved.plusSeconds(40), Duration.ZERO, "30");
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(before + 1);
        }
    }

    /** The ledger is right, the gateway is slow, and no other device shows it. */
    @Test
    void givesNothingToTheNextPatientWhereOnlyTheMonitorShowsThatTheGatewayIsSlow() throws Exception {
        Duration slow = Duration.ofMinutes(7);
        Bedside other = new Bedside(2).on(backing.ledger());
        try (GatewayFixture edge = open()) {
            try (RawClient client = edge.connect(other.id, true)) {
                client.publish(1, other.topic(), other.pack(1, at(NOW)));
                assertThat(client.acknowledged()).isEqualTo(1);
            }
            Instant moved = NOW.plusSeconds(600);
            send(edge, 1, moved.minusSeconds(3), slow, "72");
            send(edge, 2, moved.minusSeconds(2), slow, "72");
            bind(moved, Optional.of(World.patient(2)));
            send(edge, 0, moved.minusSeconds(100), moved.plusSeconds(1), slow, "30");
            send(edge, 0, moved.minusSeconds(100), moved.plus(slow), slow, "30");
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(1);
            assertThat(judged(edge)).isEmpty();
        }
    }

    /** The binding is seen just while the gateway's clock is back for a moment. */
    @Test
    void givesNothingToTheNextPatientWhereTheClockFellBackForAMoment() throws Exception {
        try (GatewayFixture edge = open()) {
            Instant moved = NOW.plusSeconds(1500);
            live(edge, 10, moved.minusSeconds(1), Duration.ZERO);
            bind(moved.plusSeconds(3600), Optional.of(World.patient(2)));
            send(edge, 12, moved, Duration.ofMinutes(20), "72");
            long before = edge.gateway.stats().accepted().packs();
            send(edge, 2, moved.minusSeconds(540), moved.plusSeconds(60), Duration.ZERO, "30");
            assertThat(judged(edge)).isEmpty();
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(before);
            live(edge, 20, moved.plusSeconds(420), Duration.ZERO);
            assertThat(edge.gateway.stats().accepted().packs()).isGreaterThan(before);
            before = edge.gateway.stats().accepted().packs();
            send(edge, 3, moved.minusSeconds(530), moved.plusSeconds(430), Duration.ZERO, "30");
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(before);
        }
    }

    /** The ledger is right, the gateway's clock two minutes slow. */
    @Test
    void givesNothingToTheNextPatientWhereTheLedgerIsRightAndTheGatewayIsSlow() throws Exception {
        Instant moved = NOW.plusSeconds(1200);
        Duration slow = Duration.ofMinutes(2);
        Duration ahead = Duration.ofSeconds(90);
        try (GatewayFixture edge = open()) {
            for (int minute = 16; minute >= 10; minute--) {
                Instant now = moved.minus(Duration.ofMinutes(minute));
                send(edge, 20 - minute, now.plus(ahead), now, slow, "72");
            }
            bind(moved, Optional.of(World.patient(2)));
            long before = edge.gateway.stats().accepted().packs();
            bringWhatItKept(edge, moved, ahead, slow);
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(before);
        }
    }

    /** The monitor was first heard while the gateway's clock was fast for a moment. */
    @ParameterizedTest
    @ValueSource(ints = {270, 3600})
    void hearsAMonitorThatIsMovedAfterTheClockWasFast(int fast) throws Exception {
        Instant moved = NOW.plusSeconds(900);
        try (GatewayFixture edge = open()) {
            for (int second = 180; second > 60; second -= 30) {
                send(edge, 20 - second / 30, moved.minusSeconds(second), Duration.ofSeconds(-fast), "72");
            }
            bind(moved, Optional.of(World.patient(2)));
            send(edge, 20, moved.plusSeconds(10), Duration.ZERO, "30");
            assertThat(judged(edge)).isNotEmpty();
            long before = edge.gateway.stats().accepted().packs();
            send(edge, 21, moved.plusSeconds(310), Duration.ZERO, "72");
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(before + 1);
        }
    }

    /** A gateway alone with a monitor, slow, and a client that sends one of its queue a minute, which never gets shorter. */
    @Test
    void givesNothingToTheNextPatientOfAQueueThatNeverGetsShorter() throws Exception {
        Duration slow = Duration.ofMinutes(20);
        Instant moved = NOW.plusSeconds(7200);
        try (GatewayFixture edge = open()) {
            for (int minute = 40; minute > 25; minute--) {
                send(edge, 41 - minute, moved.minus(Duration.ofMinutes(minute)), slow, "72");
            }
            bind(moved.minus(slow), Optional.of(World.patient(2)));
            long before = edge.gateway.stats().accepted().packs();
            for (int minute = 1; minute < 24; minute++) {
                Instant now = moved.plus(Duration.ofMinutes(minute));
                send(edge, 50 + minute, now.minus(Duration.ofMinutes(25)), now, slow, "30");
            }
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(before);
        }
    }
}
