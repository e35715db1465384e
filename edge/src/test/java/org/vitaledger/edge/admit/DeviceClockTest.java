package org.vitaledger.edge.admit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.device.pack.Measurement;

/** What packs tell of a device's clock, by their numbers and times. */
class DeviceClockTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final DeviceClock clock = new DeviceClock();
    private final ClockShift shift = new ClockShift();

    @Test
    void takesALowerNumberForACounterThatBeganAnewByALaterTime() {
        assertThat(heard(100, 0, Duration.ZERO)).isTrue();
        assertThat(heard(90, 1, Duration.ofMinutes(-5))).as("late").isFalse();
        assertThat(heard(1, 120, Duration.ZERO)).isTrue();
        assertThat(heard(2, 130, Duration.ZERO)).isTrue();
    }

    @Test
    void takesOneTimeThatIsNobodysForNothing() {
        assertThat(heard(100, 0, Duration.ZERO)).isTrue();
        assertThat(heard(1, 10, DAY)).isFalse();
        assertThat(heard(2, 20, DAY)).as("one more by the same clock").isTrue();
    }

    /** A queue that is emptied has other ages each time. */
    @Test
    void takesALowerNumberForACounterThatBeganAnewByAgesThatStay() {
        assertThat(heard(1000, 0, Duration.ZERO)).isTrue();
        for (int second = 10; second <= 100; second++) {
            assertThat(heard(second, second, Duration.ofSeconds(second - 3600)))
                    .as("a queue")
                    .isFalse();
        }
        for (int second = 110; second < 130; second += 5) {
            assertThat(heard(second, second, Duration.ofHours(-1))).isFalse();
        }
        assertThat(heard(130, 130, Duration.ofHours(-1))).isTrue();
    }

    /** A pack that comes so many seconds after the start, and tells a time that is so far from that. */
    private boolean heard(long sequence, int second, Duration off) {
        Instant now = START.plusSeconds(second);
        GatewayTime time = new GatewayTime(now, now, now.plus(Duration.ofMinutes(5)), shift);
        shift.saw(now, now);
        return clock.heard(sequence, List.of(rate(now.plus(off))), time);
    }

    private static Measurement rate(Instant time) {
        return new Measurement("8867-4", "/min", Decimal.of(new BigDecimal("72")), time);
    }
}
