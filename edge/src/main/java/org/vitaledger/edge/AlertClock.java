package org.vitaledger.edge;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.edge.rules.RulesFault;

/**
 * Looks every second whether an alert is due that no pack brings. What fails is told once and tried again: a look that
 * never came would be missed by nobody.
 */
final class AlertClock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertClock.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Runnable look;
    private final Duration period;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile Optional<Fault> fault = Optional.empty();

    private AlertClock(Runnable look, Duration period) {
        this.look = look;
        this.period = period;
        // Virtual threads wait for those that compute, of which a busy node has as many as it has cores.
        this.thread = Thread.ofPlatform().daemon().name("alert-clock").unstarted(this::run);
    }

    /** Begins to look, on a thread of its own, until it is closed. */
    static AlertClock start(Runnable look) {
        return start(look, PERIOD);
    }

    /** The same with another time between looks. */
    static AlertClock start(Runnable look, Duration period) {
        AlertClock clock = new AlertClock(look, period);
        clock.thread.start();
        return clock;
    }

    /** VL-RULES-001 while looks fail; empty once one succeeded. */
    Optional<Fault> fault() {
        return fault;
    }

    private void run() {
        try {
            while (!stopping.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            look.run();
            fault = Optional.empty();
        } catch (RuntimeException | Error e) {
            if (fault.isEmpty()) {
                LOG.error("a look for alerts that are due failed; it is repeated", e);
            }
            fault = Optional.of(new RulesFault(Map.of("bug", e.getClass().getName()), e));
        }
    }

    /** Ends it; returns when the last look is over. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
