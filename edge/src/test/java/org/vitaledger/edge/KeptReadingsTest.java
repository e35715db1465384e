package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.Bedside.measured;
import static org.vitaledger.edge.GatewayFixture.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.contract.World;

/** What a device kept of its former patient is never the next one's, whatever the device's clocks say. */
class KeptReadingsTest extends MovedMonitor {
    /** A monitor whose clock is wrong, known or not, that was away when it was moved, and brings what it kept. */
    @ParameterizedTest
    @CsvSource({"0,10", "200,10", "270,10", "295,10", "600,30", "600,62", "600,180", "-1800,10"})
    void givesNothingToTheNextPatientOfAMonitorWhoseClockIsWrong(int ahead, int away) throws Exception {
        Instant moved = NOW.plus(Duration.ofMinutes(away + 10));
        try (GatewayFixture edge = open()) {
            live(edge, 10, moved.minus(Duration.ofMinutes(away)), Duration.ofSeconds(ahead));
            bind(moved, Optional.of(World.patient(2)));
            long before = accepted(edge);
            bringWhatItKept(edge, moved, Duration.ofSeconds(ahead), Duration.ZERO);
            assertThat(accepted(edge)).isEqualTo(before);
            assertThat(judged(edge)).isEmpty();
        }
    }

    /** One that the gateway has not heard since its start. */
    @ParameterizedTest
    @ValueSource(ints = {0, 270, 600})
    void givesNothingToTheNextPatientOfAMonitorThatWasNotHeard(int ahead) throws Exception {
        Instant moved = NOW.plusSeconds(1200);
        try (GatewayFixture edge = open()) {
            bind(moved, Optional.of(World.patient(2)));
            bringWhatItKept(edge, moved, Duration.ofSeconds(ahead), Duration.ZERO);
            assertThat(accepted(edge)).isZero();
        }
    }

    /** An old value with a new number says nothing of the clock. */
    @Test
    void givesNothingToTheNextPatientOfAMonitorThatSentATrend() throws Exception {
        Instant moved = NOW.plusSeconds(1200);
        Duration ahead = Duration.ofSeconds(210);
        try (GatewayFixture edge = open()) {
            live(edge, 10, moved.minusSeconds(600), ahead);
            send(edge, 11, moved.minusSeconds(3000), moved.minusSeconds(595), Duration.ZERO, "72");
            bind(moved, Optional.of(World.patient(2)));
            long before = accepted(edge);
            bringWhatItKept(edge, moved, ahead, Duration.ZERO);
            assertThat(accepted(edge)).isEqualTo(before);
        }
    }

    /** One quantity shows that the clock was set ahead, another one comes with what it had before. */
    @Test
    void givesNothingToTheNextPatientOfAQuantityThatIsRare() throws Exception {
        Instant moved = NOW.plusSeconds(3600);
        Duration ahead = Duration.ofMinutes(4);
        try (GatewayFixture edge = open()) {
            for (int minute = 60; minute >= 40; minute--) {
                Instant now = moved.minus(Duration.ofMinutes(minute));
                publish(edge, 61 - minute, now, rate(now), warmth(now));
            }
            for (int minute = 30; minute >= 20; minute--) {
                Instant now = moved.minus(Duration.ofMinutes(minute));
                publish(edge, 61 - minute, now, rate(now.plus(ahead)));
            }
            bind(moved, Optional.of(World.patient(2)));
            long before = accepted(edge);
            for (int second = 180; second > 100; second -= 30) {
                Instant measured = moved.minusSeconds(second);
                publish(edge, 60 - second / 30, moved.plusSeconds(31), warmth(measured.plus(ahead)));
            }
            assertThat(accepted(edge)).isEqualTo(before);
        }
    }

    /** It was away over the move, and the gateway hears it for the first time long afterwards. */
    @ParameterizedTest
    @CsvSource({"3600,7200", "600,3700", "240,3700"})
    void givesNothingToTheNextPatientOfAMonitorThatIsHeardLate(int ahead, int later) throws Exception {
        Instant moved = NOW.minusSeconds(later);
        bind(moved, Optional.of(World.patient(2)));
        try (GatewayFixture edge = open()) {
            for (int second = 3000; second > 0; second -= 300) {
                Instant measured = moved.minusSeconds(second);
                send(edge, 20 - second / 300, measured.plusSeconds(ahead), NOW.plusSeconds(1), Duration.ZERO, "30");
            }
            assertThat(accepted(edge)).isZero();
        }
    }

    /** What it kept was told by the clock as it was before. */
    @ParameterizedTest
    @CsvSource({"240,10", "240,200", "900,10", "900,200", "3600,10", "3600,200"})
    void givesNothingToTheNextPatientOfAMonitorThatIsSetRightWhenItConnects(int ahead, int kept) throws Exception {
        Instant moved = NOW.minusSeconds(600);
        bind(moved, Optional.of(World.patient(2)));
        try (GatewayFixture edge = open()) {
            sendAtOnce(edge, 100, NOW, 40, 10);
            long before = accepted(edge);
            for (int i = 0; i < 20; i++) {
                Instant measured = moved.minusSeconds(300 - 10L * i);
                send(edge, kept + i, measured.plusSeconds(ahead), NOW.plusSeconds(400), Duration.ZERO, "30");
            }
            assertThat(before).isPositive();
            assertThat(accepted(edge)).isEqualTo(before);
        }
    }

    /** What it kept comes in one pack with what is live. */
    @Test
    void givesNothingToTheNextPatientOfWhatIsSentWithLiveValues() throws Exception {
        Instant moved = NOW.minusSeconds(600);
        bind(moved, Optional.of(World.patient(2)));
        try (GatewayFixture edge = open()) {
            sendAtOnce(edge, 100, NOW, 40, 10);
            long before = accepted(edge);
            Instant now = NOW.plusSeconds(400);
            publish(
                    edge,
                    200,
                    now,
                    measured("8867-4", "/min", "30", moved.minusSeconds(100).plusSeconds(600)),
                    measured("8867-4", "/min", "30", moved.minusSeconds(50).plusSeconds(600)),
                    rate(now));
            assertThat(before).isPositive();
            assertThat(accepted(edge)).isEqualTo(before);
            publish(edge, 201, now.plusSeconds(9), rate(now), rate(now.plusSeconds(9)));
            assertThat(accepted(edge)).isEqualTo(before + 1);
        }
    }

    /** Nor by a replay, of a queue that came first; it gives the present patient what is theirs. */
    @Test
    void replaysNothingThatAnotherClockTold() throws Exception {
        Instant moved = NOW.minusSeconds(600);
        bind(moved, Optional.of(World.patient(2)));
        try (GatewayFixture edge = open()) {
            for (int i = 0; i < 30; i++) {
                Instant measured = moved.minusSeconds(300 - 10L * i);
                send(edge, 10 + i, measured.plusSeconds(240), NOW, Duration.ZERO, "30");
            }
            sendAtOnce(edge, 101, NOW.plusSeconds(10), 39, 10);
            replayAll(edge);
            Awaitility.await().until(() -> accepted(edge) > 30);
            Awaitility.await().until(() -> backing.vault().packs().size() == accepted(edge));
            assertThat(backing.vault().packs().stream().flatMap(pack -> pack.readings().stream()))
                    .allMatch(reading -> !reading.time().isBefore(NOW));
        }
    }

    /** One clock that is known as ahead is set right while the monitor is away, for less than it was ahead. */
    @Test
    void givesNothingToTheNextPatientOfAMonitorThatIsSetRightWhenItIsMoved() throws Exception {
        Instant moved = NOW.plusSeconds(1200);
        Duration ahead = Duration.ofMinutes(15);
        try (GatewayFixture edge = open()) {
            live(edge, 10, moved.minusSeconds(600), ahead);
            bind(moved, Optional.of(World.patient(2)));
            live(edge, 20, moved.plusSeconds(365), Duration.ZERO);
            long before = accepted(edge);
            for (int second = 590; second > 200; second -= 20) {
                Instant measured = moved.minusSeconds(second);
                send(edge, 60 - second / 20, measured.plus(ahead), moved.plusSeconds(370), Duration.ZERO, "30");
            }
            assertThat(accepted(edge)).isEqualTo(before);
        }
    }

    /** The same where the gateway still knows another quantity by the clock as it was; the next patient hasn't that one. */
    @Test
    void givesNothingToTheNextPatientOfAMonitorWithAnotherQuantityBefore() throws Exception {
        Instant moved = NOW.plusSeconds(1200);
        Duration ahead = Duration.ofMinutes(15);
        try (GatewayFixture edge = open()) {
            for (int second = 960, i = 1; second >= 600; second -= 20, i++) {
                Instant now = moved.minusSeconds(second);
                publish(edge, i, now, rate(now.plus(ahead)), warmth(now.plus(ahead)));
            }
            bind(moved, Optional.of(World.patient(2)));
            live(edge, 40, moved.plusSeconds(365), Duration.ZERO);
            long before = accepted(edge);
            for (int second = 590; second > 200; second -= 20) {
                Instant measured = moved.minusSeconds(second);
                send(edge, 80 - second / 20, measured.plus(ahead), moved.plusSeconds(370), Duration.ZERO, "30");
            }
            assertThat(accepted(edge)).isEqualTo(before);
        }
    }

    /** A live value of one quantity says little of what is said to be of another. */
    @Test
    void givesNothingToTheNextPatientOfAnotherQuantityThatIsSentWithLiveValues() throws Exception {
        Instant moved = NOW.minusSeconds(600);
        bind(moved, Optional.of(World.patient(2)));
        try (GatewayFixture edge = open()) {
            sendAtOnce(edge, 100, NOW, 40, 10);
            long before = accepted(edge);
            Instant now = NOW.plusSeconds(400);
            for (int later : new int[] {-30, 20, 240}) {
                publish(edge, 300 + later, now, rate(now), warmth(now.plusSeconds(later)));
            }
            assertThat(accepted(edge)).isEqualTo(before);
            publish(edge, 600, now, rate(now), warmth(now.minusSeconds(3)));
            assertThat(accepted(edge)).isEqualTo(before + 1);
        }
    }

    /** Gateway and monitor start anew together, and the monitor's clock is right by now. */
    @Test
    void replaysNothingOfBeforeTheGatewayStartedAnew() throws Exception {
        Instant moved = NOW.minusSeconds(900);
        bind(moved, Optional.of(World.patient(2)));
        try (GatewayFixture edge = open()) {
            for (int second = 290; second > 5; second -= 5) {
                Instant measured = moved.minusSeconds(second);
                send(edge, 5000 - second, measured.plusSeconds(1050), NOW, Duration.ZERO, "30");
            }
            assertThat(accepted(edge)).isZero();
        }
        try (GatewayFixture edge = open()) {
            for (int second = 60, i = 10; second < 900; second += 20, i++) {
                send(edge, i, NOW.plusSeconds(second), Duration.ZERO, "72");
            }
            replayAll(edge);
        }
        assertThat(backing.vault().packs().stream().flatMap(pack -> pack.readings().stream()))
                .isNotEmpty()
                .allMatch(reading -> reading.time().isAfter(NOW));
    }

    /** One pack is no word of how old live values are. */
    @Test
    void givesNothingToTheNextPatientOfOnePackThatLooksALittleAhead() throws Exception {
        Instant moved = NOW.minusSeconds(600);
        bind(moved, Optional.of(World.patient(2)));
        try (GatewayFixture edge = open()) {
            sendAtOnce(edge, 100, NOW, 14, 30);
            long before = accepted(edge);
            Instant now = NOW.plusSeconds(400);
            publish(edge, 200, now, rate(now.plusSeconds(45)), rate(now.plusSeconds(50)));
            assertThat(accepted(edge)).isEqualTo(before);
            send(edge, 300, now.plusSeconds(30), Duration.ZERO, "72");
            assertThat(accepted(edge)).isEqualTo(before + 1);
        }
    }

    /** A quantity that the gateway heard first after the move; the clock was set back by less than the monitor was away. */
    @Test
    void givesNothingToTheNextPatientOfAQuantityThatIsNew() throws Exception {
        Instant moved = NOW.plusSeconds(2000);
        Duration ahead = Duration.ofMinutes(15);
        try (GatewayFixture edge = open()) {
            live(edge, 10, moved.minusSeconds(1200), ahead);
            bind(moved, Optional.of(World.patient(2)));
            int number = 20;
            for (int second = 5; second < 400; second += 20) {
                Instant now = moved.plusSeconds(second);
                publish(edge, number++, now, rate(now));
                publish(edge, number++, now, warmth(now));
            }
            long before = accepted(edge);
            for (int second = 790; second > 0; second -= 20) {
                Instant measured = moved.minusSeconds(second);
                publish(edge, number++, moved.plusSeconds(405), warmth(measured.plus(ahead)));
            }
            assertThat(accepted(edge)).isEqualTo(before);
        }
    }

    /** A clock that was set may be that of a quantity that is new, though a module's was not. */
    @Test
    void givesNothingToTheNextPatientOfANewQuantityWhereOneOfTheClocksWasSet() throws Exception {
        Instant moved = NOW.plusSeconds(1200);
        Duration ahead = Duration.ofMinutes(15);
        try (GatewayFixture edge = open()) {
            int number = 1;
            for (int second = 960; second >= 600; second -= 20) {
                Instant now = moved.minusSeconds(second);
                publish(edge, number++, now, rate(now.plus(ahead)), measured("59408-5", "%", "97", now));
            }
            bind(moved, Optional.of(World.patient(2)));
            for (int second = 5; second < 370; second += 20) {
                Instant now = moved.plusSeconds(second);
                publish(edge, number++, now, rate(now), measured("59408-5", "%", "97", now));
            }
            long before = accepted(edge);
            for (int second = 590; second > 200; second -= 20) {
                publish(
                        edge,
                        number++,
                        moved.plusSeconds(370),
                        warmth(moved.minusSeconds(second).plus(ahead)));
            }
            assertThat(accepted(edge)).isEqualTo(before);
        }
    }

    /** A clock that was not known yet when the monitor was moved says nothing of what it kept, though it is known later. */
    @ParameterizedTest
    @CsvSource({"900,2000", "900,100", "600,2000", "600,100"})
    void givesNothingToTheNextPatientOfAMonitorThatWasHeardJustBefore(int ahead, int kept) throws Exception {
        try (GatewayFixture edge = open()) {
            sendAtOnce(edge, 1000, NOW.plusSeconds(1), 2, 10);
            bind(NOW.plusSeconds(20), Optional.of(World.patient(2)));
            sendAtOnce(edge, 1002, NOW.plusSeconds(21), 38, 10);
            long before = accepted(edge);
            for (int i = 0; i < 60; i++) {
                Instant measured = NOW.plusSeconds(10L * i - 600);
                send(edge, kept + i, measured.plusSeconds(ahead), NOW.plusSeconds(401), Duration.ZERO, "30");
            }
            assertThat(accepted(edge)).isEqualTo(before);
        }
    }

    /** Nor does one that was set shortly before, or as long before as it had been ahead. */
    @ParameterizedTest
    @CsvSource({"900,30", "420,30", "900,120", "900,600", "420,400"})
    void givesNothingToTheNextPatientOfAMonitorThatWasSetBeforeItWasMoved(int ahead, int before) throws Exception {
        Instant set = NOW.plusSeconds(1200);
        Instant moved = set.plusSeconds(before);
        try (GatewayFixture edge = open()) {
            live(edge, 10, NOW.plusSeconds(600), Duration.ofSeconds(ahead));
            sendAtOnce(edge, 20, set, before / 10, 10);
            bind(moved, Optional.of(World.patient(2)));
            sendAtOnce(edge, 200, moved.plusSeconds(5), 40, 10);
            long accepted = accepted(edge);
            for (int second = 600; second < 1200; second += 10) {
                Instant measured = NOW.plusSeconds(second);
                send(edge, 300 + second, measured.plusSeconds(ahead), moved.plusSeconds(410), Duration.ZERO, "30");
            }
            assertThat(accepted(edge)).isEqualTo(accepted);
        }
    }
}
