package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clock that alerts depend on which no pack brings. */
@Timeout(30)
class AlertClockTest {
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicBoolean failing = new AtomicBoolean(true);

    @Test
    void goesOnWhateverALookThrowsAndSaysSoMeanwhile() {
        try (AlertClock clock = AlertClock.start(this::look, Duration.ofMillis(5))) {
            await().until(() -> looks.get() > 3);
            assertThat(clock.fault().orElseThrow().code().id()).isEqualTo("VL-RULES-001");
            failing.set(false);
            await().until(() -> clock.fault().isEmpty());
            int before = looks.get();
            await().until(() -> looks.get() > before);
        }
    }

    private void look() {
        looks.incrementAndGet();
        if (failing.get()) {
            throw new LinkageError("a bug");
        }
    }
}
