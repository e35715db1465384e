package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.Bedside.measured;
import static org.vitaledger.edge.GatewayFixture.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.core.contract.World;

/** What is the present patient's becomes theirs, a few minutes after the gateway has heard a monitor that was moved. */
class LiveReadingsTest extends MovedMonitor {
    private static final Instant MOVED = NOW.minusSeconds(120);

    @BeforeEach
    void move() {
        bind(MOVED, Optional.of(World.patient(2)));
    }

    /** By a replay what came before that, though the network was away for a while now and then. */
    @Test
    void takesWhatWasLiveThoughSomethingWaitedLater() throws Exception {
        try (GatewayFixture edge = open()) {
            int number = 1;
            for (int second = 0; second < 900; second += 5) {
                Instant measured = NOW.plusSeconds(second);
                boolean isAway = second / 20 == 15 || second / 20 == 30 || second / 20 == 35;
                Instant came = isAway ? NOW.plusSeconds(second / 20 * 20 + 20) : measured;
                send(edge, number++, measured, came, Duration.ZERO, "72");
            }
            replayAll(edge);
            assertThat(accepted(edge)).isGreaterThan(135);
        }
    }

    /** A pressure that is measured every five minutes is sent with each rate. */
    @Test
    void takesWhatIsSentWithAValueAgain() throws Exception {
        try (GatewayFixture edge = open()) {
            for (int second = 0, i = 1; second < 900; second += 10, i++) {
                Instant now = NOW.plusSeconds(second);
                Instant before = NOW.plusSeconds(second / 300 * 300 - 3);
                publish(edge, i, now, rate(now), measured("8480-6", "mm[Hg]", "120", before));
            }
            assertThat(accepted(edge)).isGreaterThan(50);
        }
    }

    /** The network's time comes a minute after the start. */
    @Test
    void takesAMonitorWhoseClockIsSetByALittle() throws Exception {
        try (GatewayFixture edge = open()) {
            for (int second = 0, i = 1; second < 1200; second += 10, i++) {
                Instant now = NOW.plusSeconds(second);
                send(edge, i, now.plusSeconds(second < 60 ? 20 : 0), now, Duration.ZERO, "72");
            }
            assertThat(accepted(edge)).isGreaterThan(50);
        }
    }

    /** A monitor that was known when it was moved sends what it kept between what is live; all of it is the patient's. */
    @Test
    void takesWhatAKnownMonitorKeptThoughItComesBetweenLiveValues() throws Exception {
        Instant moved = NOW.plusSeconds(600);
        try (GatewayFixture edge = open()) {
            live(edge, 60, moved.minusSeconds(5), Duration.ZERO);
            bind(moved, Optional.of(World.patient(3)));
            live(edge, 80, moved.plusSeconds(600), Duration.ZERO);
            long before = accepted(edge);
            int number = 100;
            for (int second = 1500, kept = 1200; second < 1600; second += 10) {
                Instant now = moved.plusSeconds(second);
                send(edge, number++, now, Duration.ZERO, "72");
                for (int i = 1; i <= 3; i++, kept += 10) {
                    Instant came = now.plusSeconds(2L * i);
                    send(edge, number++, moved.plusSeconds(kept), came, Duration.ZERO, "71");
                }
            }
            assertThat(accepted(edge)).isGreaterThan(before + 15);
            send(edge, number, moved.plusSeconds(1600), Duration.ZERO, "72");
            replayAll(edge);
            assertThat(accepted(edge)).isGreaterThan(before + 38);
        }
    }

    /** The same where it comes as fast as it was measured, with the numbers that it had. */
    @Test
    void takesWhatAKnownMonitorKeptThoughItComesSlowly() throws Exception {
        Instant moved = NOW.plusSeconds(600);
        try (GatewayFixture edge = open()) {
            live(edge, 60, moved.minusSeconds(5), Duration.ZERO);
            bind(moved, Optional.of(World.patient(3)));
            live(edge, 80, moved.plusSeconds(600), Duration.ZERO);
            long before = accepted(edge);
            for (int second = 0; second < 200; second++) {
                Instant now = moved.plusSeconds(900 + second);
                send(edge, 100 + second, moved.plusSeconds(700 + second), now, Duration.ZERO, "72");
                if (second % 30 == 0) {
                    send(edge, 1000 + second, now, Duration.ZERO, "72");
                }
            }
            send(edge, 2000, moved.plusSeconds(1130), Duration.ZERO, "72");
            replayAll(edge);
            assertThat(accepted(edge)).isGreaterThan(before + 200);
        }
    }

    /** The start of a measurement tells its time; some take longer. No clock was set, whenever the gateway heard of it. */
    @ParameterizedTest
    @CsvSource({"0,100,50,35", "2500,100,35,35"})
    void takesWhatAKnownMonitorKeptThoughItsAgesDiffer(int from, int first, int second, int third) throws Exception {
        Instant moved = NOW.plusSeconds(2400);
        int[] took = {first, second, third};
        try (GatewayFixture edge = open()) {
            int number = 1;
            int measured = 0;
            for (int time = 0; time < 4000; time += 20) {
                Instant now = NOW.plusSeconds(time);
                if (time == 2400) {
                    bind(moved, Optional.of(World.patient(3)));
                }
                publish(edge, number++, now, rate(now));
                if (time >= from && (time - from) % 400 == 0) {
                    Instant began = now.minusSeconds(took[Math.min(measured++, 2)]);
                    publish(edge, number++, now, measured("8480-6", "mm[Hg]", "120", began));
                }
            }
            long before = accepted(edge);
            for (int time = 4000; time < 4300; time += 10) {
                // A quantity that is new goes by the others' clocks.
                Instant now = NOW.plusSeconds(time);
                publish(edge, number++, NOW.plusSeconds(4300), rate(now), warmth(now));
            }
            assertThat(accepted(edge)).isEqualTo(before + 30);
        }
    }
}
