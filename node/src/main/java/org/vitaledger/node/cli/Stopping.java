package org.vitaledger.node.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vitaledger.node.run.Ending;

/**
 * Lets a command that runs until Ctrl-C or SIGTERM end in order before the process does, with the command's own exit code.
 * While the command only starts, nothing has been acknowledged: then the process ends at once, with the signal's code.
 */
public final class Stopping {
    /** A consortium that can't agree must not hold the process for ever; the files can stand any end. */
    private static final long PATIENCE_SECONDS = 45;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Runnable abandoned;
    private volatile boolean started;
    private volatile int code;

    private Stopping(Runnable abandoned) {
        this.abandoned = abandoned;
    }

    /**
     * Begins to listen.
     *
     * @param also is called when the process is told to stop
     */
    public static Stopping onSignals(Runnable also) {
        return onSignals(also, () -> {});
    }

    /**
     * Begins to listen.
     *
     * @param also is called when the process is told to stop
     * @param abandoned is called, too, if the command has not started by then; the process ends after it
     */
    public static Stopping onSignals(Runnable also, Runnable abandoned) {
        Stopping stopping = new Stopping(abandoned);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping.stop.countDown();
            also.run();
            stopping.end();
        }));
        return stopping;
    }

    /** From now on the end waits for {@link #done}. */
    public void started() {
        started = true;
    }

    /** Whether {@link #started} was called. */
    public boolean hasStarted() {
        return started;
    }

    /** Whether the process was told to stop. */
    public boolean isTold() {
        return stop.getCount() == 0;
    }

    /** Waits until the process is told to stop. */
    public void await() throws InterruptedException {
        stop.await();
    }

    /** Waits for so long at most; true if the process is told to stop. */
    boolean await(long seconds) throws InterruptedException {
        return stop.await(seconds, TimeUnit.SECONDS);
    }

    /** The command has ended; the process may, with this exit code. */
    public void done(int exitCode) {
        code = exitCode;
        closed.countDown();
    }

    private void end() {
        boolean endsByItself = closed.getCount() == 0;
        if (!endsByItself && !started) {
            abandoned.run();
            return;
        }
        try {
            if (!endsByItself && closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS) && !Ending.isAsked()) {
                // A process that a signal ends would tell the signal's code, although it ended in order. The code of
                // one
                // that the node itself ends asks for a new start.
                Runtime.getRuntime().halt(code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
