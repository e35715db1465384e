package org.vitaledger.ledger.hashgraph.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.swirlds.base.time.Time;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Machine machine = new Machine();
    private final SteadyTime time = new SteadyTime(machine);

    /** A machine whose clock can be set. */
    private static final class Machine implements Time {
        private Instant clock = NOON;
        private long nanos = 7;

        void pass(Duration duration) {
            clock = clock.plus(duration);
            nanos += duration.toNanos();
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public long currentTimeMillis() {
            return clock.toEpochMilli();
        }

        @Override
        public Instant now() {
            return clock;
        }
    }

    @Test
    void followsAClockThatRunsOrIsSetForward() {
        machine.pass(Duration.ofSeconds(3));
        assertThat(time.now()).isEqualTo(NOON.plusSeconds(3));
        machine.clock = NOON.plusSeconds(3600);
        assertThat(time.now()).isEqualTo(NOON.plusSeconds(3600));
        assertThat(time.currentTimeMillis()).isEqualTo(machine.currentTimeMillis());
    }

    @Test
    void goesOnSlowerWhileTheClockIsBehindAndThenFollowsItAgain() {
        machine.clock = NOON.minusSeconds(60);
        assertThat(time.now()).isEqualTo(NOON);
        machine.pass(Duration.ofSeconds(10));
        assertThat(time.now()).isEqualTo(NOON.plusSeconds(5));
        machine.pass(Duration.ofSeconds(110));
        assertThat(time.now()).isEqualTo(NOON.plusSeconds(60)).isEqualTo(machine.now());
        machine.pass(Duration.ofSeconds(1));
        assertThat(time.now()).isEqualTo(machine.now());
    }
}
