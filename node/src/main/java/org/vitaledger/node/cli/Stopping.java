package org.vitaledger.node.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a command that runs until Ctrl-C or SIGTERM end in order before the process does. */
public final class Stopping {
    /** A consortium that can't agree must not hold the process for ever; the files can stand any end. */
    private static final long PATIENCE_SECONDS = 45;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private Stopping() {}

    /**
     * Begins to listen.
     *
     * @param also is called when the process is told to stop
     */
    public static Stopping onSignals(Runnable also) {
        Stopping stopping = new Stopping();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping.stop.countDown();
            also.run();
            stopping.awaitQuietly();
        }));
        return stopping;
    }

    /** Waits until the process is told to stop. */
    void await() throws InterruptedException {
        stop.await();
    }

    /** Waits for so long at most; true if the process is told to stop. */
    boolean await(long seconds) throws InterruptedException {
        return stop.await(seconds, TimeUnit.SECONDS);
    }

    /** The command has ended; the process may. */
    public void done() {
        closed.countDown();
    }

    private void awaitQuietly() {
        try {
            var _ = closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
