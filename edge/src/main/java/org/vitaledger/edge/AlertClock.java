package org.vitaledger.edge;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second whether an alert is due that no pack brings. What fails once is logged and tried again: a look that
 * never came would be missed by nobody.
 */
final class AlertClock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertClock.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Runnable look;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;

    private AlertClock(Runnable look) {
        this.look = look;
        this.thread = Thread.ofVirtual().name("alert-clock").unstarted(this::run);
    }

    /** Begins to look, on a thread of its own, until it is closed. */
    static AlertClock start(Runnable look) {
        AlertClock clock = new AlertClock(look);
        clock.thread.start();
        return clock;
    }

    private void run() {
        try {
            while (!stopping.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.error("a look for alerts that are due failed", e);
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
