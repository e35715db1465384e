package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.Bedside.measured;
import static org.vitaledger.edge.GatewayFixture.NOW;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.contract.World;
import org.vitaledger.device.pack.Measurement;
import org.vitaledger.edge.mqtt.RawClient;
import org.vitaledger.edge.rules.Alert;

/** Which readings are the next patient's when a device is moved, whatever the device's clocks say. */
class MonitorClockTest extends MovedMonitor {
    /** By almost as much as is tolerated. */
    @Test
    void hearsAMonitorThatIsAheadWhenItIsMoved() throws Exception {
        Duration ahead = Duration.ofSeconds(290);
        try (GatewayFixture edge = open()) {
            live(edge, 10, NOW, ahead);
            bind(NOW.plusSeconds(1), Optional.of(World.patient(2)));
            long before = accepted(edge);
            live(edge, 20, NOW.plusSeconds(361), ahead);
            assertThat(accepted(edge)).isGreaterThan(before);
        }
    }

    /** One quantity in local time says nothing of the others. */
    @Test
    void judgesAMonitorOfWhichOneQuantityIsAhead() throws Exception {
        try (GatewayFixture edge = open();
                RawClient client = edge.connect(device.id, true)) {
            for (int second = 1; second < 5; second++) {
                edge.now.set(NOW.plusSeconds(second));
                if (second == 3) {
                    bind(NOW.plusSeconds(3), Optional.of(World.patient(2)));
                }
                client.publish(
                        second,
                        device.topic(),
                        device.pack(
                                second,
                                measured("8867-4", "/min", "30", NOW.plusSeconds(second)),
                                measured("8310-5", "Cel", "37", NOW.plusSeconds(second + 7200))));
                assertThat(client.refused()).isEqualTo(0x83);
            }
            assertThat(judged(edge)).extracting(Alert::code).contains("8867-4");
        }
    }

    /** A link that is away now and then hides no clock that is steadily slow. */
    @Test
    void judgesAMonitorThatIsSlowThoughItsLinkIsPoor() throws Exception {
        Duration slow = Duration.ofMinutes(30);
        try (GatewayFixture edge = open()) {
            bind(NOW.plusSeconds(1), Optional.of(World.patient(2)));
            int sequence = 0;
            for (int second = 15; second < 420; second += 15) {
                Instant now = NOW.plusSeconds(second);
                boolean isAway = second % 240 < 90;
                if (!isAway) {
                    // What waited comes first.
                    for (int waited = second % 240 == 90 ? 90 : 0; waited >= 0; waited -= 15) {
                        send(edge, sequence++, now.minus(slow).minusSeconds(waited), now, Duration.ZERO, "30");
                    }
                }
            }
            assertThat(judged(edge)).isNotEmpty();
        }
    }

    /** Of a monitor that is half an hour slow what it measures is taken when the half hour is over, but judged at once. */
    @Test
    void judgesAMonitorThatIsSlowFromTheBindingOn() throws Exception {
        Duration slow = Duration.ofMinutes(30);
        try (GatewayFixture edge = open()) {
            for (int minute = 0; minute < 7; minute++) {
                Instant now = NOW.plus(Duration.ofMinutes(minute));
                send(edge, minute, now.minus(slow), now, Duration.ZERO, "72");
            }
            Instant moved = NOW.plus(Duration.ofMinutes(7));
            bind(moved, Optional.of(World.patient(2)));
            send(edge, 7, moved.minusSeconds(1).minus(slow), moved.plusSeconds(1), Duration.ZERO, "30");
            assertThat(judged(edge)).isEmpty();
            assertThat(accepted(edge)).isEqualTo(7);
            send(edge, 8, moved.plusSeconds(1).minus(slow), moved.plusSeconds(1), Duration.ZERO, "30");
            assertThat(judged(edge)).isNotEmpty();
            assertThat(accepted(edge)).isEqualTo(7);
            Instant later = moved.plus(slow).plusSeconds(20);
            send(edge, 9, later.minus(slow), later, Duration.ZERO, "30");
            assertThat(accepted(edge)).isEqualTo(8);
        }
    }

    /** Who moves a monitor whose clock is wrong may set it then. */
    @ParameterizedTest
    @ValueSource(ints = {3, 180})
    void hearsAMonitorWhoseClockIsSetBackWhenItIsMoved(int minutes) throws Exception {
        Duration ahead = Duration.ofMinutes(minutes);
        try (GatewayFixture edge = open()) {
            for (int second = 1; second < 5; second++) {
                Instant now = NOW.plusSeconds(second);
                send(edge, second, now.plus(ahead), now, Duration.ZERO, "72");
            }
            long before = accepted(edge);
            bind(NOW.plusSeconds(5), Optional.of(World.patient(2)));
            send(edge, 6, NOW.plusSeconds(6), Duration.ZERO, "30");
            assertThat(judged(edge)).isNotEmpty();
            // For an hour what the clock was before counts, too.
            Instant later = NOW.plus(Duration.ofMinutes(minutes < 60 ? 8 : 70));
            live(edge, 20, later, Duration.ZERO);
            send(edge, 21, later.plusSeconds(1), Duration.ZERO, "72");
            assertThat(accepted(edge)).isGreaterThan(before);
            before = accepted(edge);
            // Its last second at the former patient.
            send(edge, 5, NOW.plusSeconds(3).plus(ahead), later.plusSeconds(2), Duration.ZERO, "30");
            assertThat(accepted(edge)).isEqualTo(before);
        }
    }

    /** A ledger that is a little ahead, and a monitor that is, too. */
    @Test
    void hearsAMonitorThatIsAheadWhereTheLedgerIsToo() throws Exception {
        Duration ahead = Duration.ofMinutes(3);
        try (GatewayFixture edge = open()) {
            live(edge, 10, NOW.minusSeconds(1), ahead);
            bind(NOW.plusSeconds(240), Optional.of(World.patient(2)));
            long before = accepted(edge);
            send(edge, 12, NOW.plusSeconds(1).plus(ahead), NOW.plusSeconds(1), Duration.ZERO, "30");
            assertThat(judged(edge)).isNotEmpty();
            send(edge, 13, NOW.plusSeconds(20).plus(ahead), NOW.plusSeconds(20), Duration.ZERO, "30");
            assertThat(accepted(edge)).isEqualTo(before + 1);
            // Its last minute at the former patient.
            send(edge, 2, NOW.minusSeconds(60).plus(ahead), NOW.plusSeconds(21), Duration.ZERO, "30");
            assertThat(accepted(edge)).isEqualTo(before + 1);
        }
    }

    /** Each module has a clock of its own, whether their values come in one pack or in several. */
    @ParameterizedTest
    @CsvSource({"180,true", "600,true", "7200,true", "180,false", "600,false", "7200,false"})
    void hearsAMonitorOfWhichOneModuleIsAhead(int ahead, boolean isOnePack) throws Exception {
        Instant moved = NOW.plusSeconds(600);
        try (GatewayFixture edge = open()) {
            int sequence = 1;
            for (int second = 3; second < 600; second += 30) {
                sequence = modules(edge, sequence, NOW.plusSeconds(second), ahead, isOnePack, "72");
            }
            bind(moved, Optional.of(World.patient(2)));
            long before = accepted(edge);
            // Measured a second before, and three on its way as all of them.
            sequence = modules(edge, sequence, moved.plusSeconds(2), ahead, isOnePack, "30");
            assertThat(accepted(edge)).isEqualTo(before);
            modules(edge, sequence, moved.plusSeconds(32), ahead, isOnePack, "30");
            assertThat(judged(edge)).isNotEmpty();
            assertThat(accepted(edge) > before).isEqualTo(!isOnePack || ahead < 300);
        }
    }

    private int modules(GatewayFixture edge, int sequence, Instant now, int ahead, boolean isOnePack, String rate)
            throws IOException {
        Measurement heart = measured("8867-4", "/min", rate, now.minusSeconds(3));
        Measurement warmth = measured("8310-5", "Cel", "37", now.minusSeconds(3).plusSeconds(ahead));
        edge.at(now, Duration.ZERO);
        List<byte[]> packs = isOnePack
                ? List.of(device.pack(sequence, heart, warmth))
                : List.of(device.pack(sequence, heart), device.pack(sequence + 1, warmth));
        for (byte[] pack : packs) {
            try (RawClient client = edge.connect(device.id, false)) {
                client.publish(1, device.topic(), pack);
                client.closed();
            }
        }
        return sequence + packs.size();
    }

    /** A time that is nobody's, old values with new numbers, and a counter that begins anew say nothing of the clock. */
    @Test
    void hearsAMonitorWhosePacksAreNotAllOfThePresent() throws Exception {
        Instant moved = NOW.plusSeconds(600);
        try (GatewayFixture edge = open()) {
            live(edge, 10, NOW.plusSeconds(500), Duration.ZERO);
            bind(moved, Optional.of(World.patient(2)));
            long before = accepted(edge);
            int sequence = 20;
            for (int minute = 1; minute < 9; minute++) {
                Instant now = moved.plus(Duration.ofMinutes(minute));
                send(edge, sequence++, now.plus(Duration.ofDays(26_000)), now, Duration.ZERO, "72");
                send(edge, sequence++, now, Duration.ZERO, "72");
                send(edge, sequence++, now.minus(Duration.ofMinutes(20)), now, Duration.ZERO, "72");
            }
            assertThat(accepted(edge)).isEqualTo(before + 8);
        }
    }

    /** Several packs at a time, each second's own. */
    @Test
    void takesAMonitorThatSendsSeveralPacksAtATime() throws Exception {
        Instant moved = NOW.plusSeconds(60);
        bind(moved, Optional.of(World.patient(2)));
        try (GatewayFixture edge = open()) {
            int sequence = 1;
            for (int i = 10; i < 60; i++) {
                Instant now = moved.plusSeconds(8L * i);
                for (int old = 7; old >= 0; old--) {
                    publish(edge, sequence++, now, rate(now.minusSeconds(old)));
                }
            }
            assertThat(accepted(edge)).isPositive();
        }
    }

    /** One pack of a number and a time that are nobody's. */
    @ParameterizedTest
    @CsvSource({"1000000,86400", "1000000,7200", "61,86400"})
    void judgesAMonitorThatSentNonsenseOnce(int number, int ahead) throws Exception {
        Instant moved = NOW.plusSeconds(3600);
        try (GatewayFixture edge = open()) {
            live(edge, 10, moved.minusSeconds(1800), Duration.ZERO);
            bind(moved, Optional.of(World.patient(2)));
            Instant then = moved.plusSeconds(1200);
            send(edge, number, then.plusSeconds(ahead), then, Duration.ZERO, "72");
            for (int i = 1; i < 13; i++) {
                send(edge, 20 + i, then.plusSeconds(10L * i), Duration.ZERO, "30");
            }
            assertThat(judged(edge)).isNotEmpty();
        }
    }

    /** Nor does it matter that its first pack was nonsense. */
    @ParameterizedTest
    @ValueSource(ints = {86_400, 2_000_000_000})
    void takesAMonitorWhoseFirstPackWasNonsense(int ahead) throws Exception {
        Instant moved = NOW.plusSeconds(3600);
        try (GatewayFixture edge = open()) {
            send(edge, 1, NOW.plusSeconds(ahead), NOW, Duration.ZERO, "72");
            live(edge, 10, moved.minusSeconds(10), Duration.ZERO);
            bind(moved, Optional.of(World.patient(2)));
            long before = accepted(edge);
            send(edge, 20, moved.plusSeconds(20), Duration.ZERO, "72");
            assertThat(accepted(edge)).isEqualTo(before + 1);
        }
    }

    /** Its counter begins anew, and its clock has lost the hour. */
    @Test
    void judgesAMonitorThatStartsAnewAnHourBack() throws Exception {
        Instant moved = NOW.plusSeconds(1200);
        try (GatewayFixture edge = open()) {
            live(edge, 100, moved.minusSeconds(40), Duration.ZERO);
            bind(moved, Optional.of(World.patient(2)));
            for (int i = 1; i < 8; i++) {
                Instant now = moved.plusSeconds(600 + 10L * i);
                send(edge, i, now.minusSeconds(3600), now, Duration.ZERO, "30");
            }
            assertThat(judged(edge)).isNotEmpty();
        }
    }

    /** The same of one that sends what it measures in eight seconds at a time. */
    @Test
    void judgesAMonitorThatStartsAnewAnHourBackAndSendsBatches() throws Exception {
        Instant moved = NOW.plusSeconds(1200);
        try (GatewayFixture edge = open()) {
            live(edge, 5000, moved.minusSeconds(40), Duration.ZERO);
            bind(moved, Optional.of(World.patient(2)));
            for (int batch = 0, i = 1; batch < 4; batch++) {
                Instant now = moved.plusSeconds(600 + 8L * batch);
                for (int second = 7; second >= 0; second--) {
                    Instant measured = now.minusSeconds(3600 + second);
                    send(edge, i++, measured, now, Duration.ZERO, "30");
                }
            }
            assertThat(judged(edge)).isNotEmpty();
        }
    }

    /** The numbers of a counter that began anew say nothing of a clock that was set long before. */
    @Test
    void judgesAMonitorThatWasSetRightBeforeItStartedAnew() throws Exception {
        Instant moved = NOW.plusSeconds(3000);
        try (GatewayFixture edge = open()) {
            live(edge, 5000, NOW.plusSeconds(360), Duration.ofMinutes(4));
            live(edge, 5020, NOW.plusSeconds(1000), Duration.ZERO);
            live(edge, 10, moved.minusSeconds(40), Duration.ZERO);
            bind(moved, Optional.of(World.patient(2)));
            send(edge, 11, moved.plusSeconds(10), Duration.ZERO, "30");
            send(edge, 12, moved.plusSeconds(20), Duration.ZERO, "30");
            assertThat(judged(edge)).isNotEmpty();
        }
    }

    /** Set right just before it is moved, and heard all the time. */
    @ParameterizedTest
    @ValueSource(ints = {240, 3600})
    void judgesAMonitorThatWasSetRight(int ahead) throws Exception {
        Instant moved = NOW.plusSeconds(1200);
        try (GatewayFixture edge = open()) {
            live(edge, 10, moved.minusSeconds(40), Duration.ofSeconds(ahead));
            bind(moved, Optional.of(World.patient(2)));
            send(edge, 20, moved.plusSeconds(10), Duration.ZERO, "30");
            send(edge, 21, moved.plusSeconds(20), Duration.ZERO, "30");
            assertThat(judged(edge)).isNotEmpty();
        }
    }

    /** A record without a value says as much of the clock as another. */
    @Test
    void judgesAMonitorThatIsSlowWhosePacksAreAllRefused() throws Exception {
        Instant moved = NOW.plusSeconds(600);
        try (GatewayFixture edge = open()) {
            bind(moved, Optional.of(World.patient(2)));
            for (int i = 1; i < 25; i++) {
                Instant now = moved.plusSeconds(20L * i);
                edge.at(now, Duration.ZERO);
                String time = "061a"
                        + HexFormat.of()
                                .toHexDigits((int) now.minusSeconds(1800).getEpochSecond());
                String rate = "a4 00 66 383836372d34 01 64 2f6d696e 02 18 1e" + time;
                String nothing = "a3 00 66 383331302d35 01 63 43656c" + time;
                try (RawClient client = edge.connect(device.id, true)) {
                    client.publish(1, device.topic(), device.packOf(i, "82" + rate + nothing));
                    assertThat(client.refused()).isEqualTo(0x99);
                }
            }
            assertThat(judged(edge)).isNotEmpty();
        }
    }

    /** Its clock was set right while one quantity was not measured; the next patient's first value of that is critical. */
    @ParameterizedTest
    @CsvSource({
        "240,8480-6,mm[Hg],60,1200",
        "600,8480-6,mm[Hg],60,1200",
        "240,59408-5,%,70,1200",
        "240,8480-6,mm[Hg],60,1"
    })
    void judgesAQuantityThatWasNotHeardSinceTheClockWasSet(int ahead, String code, String unit, String value, int until)
            throws Exception {
        Instant set = NOW.plusSeconds(1800);
        Instant moved = set.plusSeconds(600);
        try (GatewayFixture edge = open()) {
            int number = 1;
            for (int second = 0; second < 1800; second += 60) {
                Instant now = NOW.plusSeconds(second);
                publish(edge, number++, now, rate(now.plusSeconds(ahead)));
                if (second < until) {
                    publish(edge, number++, now, measured(code, unit, "98", now.plusSeconds(ahead)));
                }
            }
            sendAtOnce(edge, number, set, 20, 30);
            bind(moved, Optional.of(World.patient(2)));
            publish(edge, number + 100, moved.plusSeconds(60), measured(code, unit, value, moved.plusSeconds(60)));
            assertThat(judged(edge)).isNotEmpty();
        }
    }
}
