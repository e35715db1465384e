package org.vitaledger.ledger.hashgraph;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vitaledger.ledger.SubmitFault;

/** Whether the ledger goes on. Halted once, it takes no more commands, orders and signs nothing. Safe for any thread. */
final class Halt {
    private static final Logger LOG = System.getLogger(Halt.class.getName());

    private final AtomicReference<@Nullable SubmitFault> fault = new AtomicReference<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Consumer<SubmitFault> told;

    /** @param told learns of the first fault; must not block */
    Halt(Consumer<SubmitFault> told) {
        this.told = told;
    }

    /** Halts because of {@code cause}; what fails after the end is no cause. */
    void because(Throwable cause) {
        if (isClosed()) {
            return;
        }
        SubmitFault first =
                cause instanceof SubmitFault known ? known : new SubmitFault(SubmitFault.Kind.STOPPED, Map.of(), cause);
        if (fault.compareAndSet(null, first)) {
            LOG.log(Level.ERROR, "The ledger stops", first);
            told.accept(first);
        }
    }

    /** What halted it, if anything did. */
    Optional<SubmitFault> fault() {
        return Optional.ofNullable(fault.get());
    }

    boolean isHalted() {
        return fault.get() != null;
    }

    /**
     * Goes on unless halted or closed.
     *
     * @throws SubmitFault that halted it, as the cause of a new one
     */
    void check() {
        SubmitFault first = fault.get();
        if (first != null) {
            SubmitFault.Kind kind = first.code() instanceof SubmitFault.Kind known ? known : SubmitFault.Kind.STOPPED;
            throw new SubmitFault(kind, first.context(), first);
        }
        if (closed.getCount() == 0) {
            throw new SubmitFault(SubmitFault.Kind.CLOSED, Map.of(), null);
        }
    }

    /** Ends all waiting. */
    void close() {
        closed.countDown();
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Waits for the end. */
    void awaitClosed() {
        boolean interrupted = false;
        while (closed.getCount() > 0) {
            try {
                closed.await();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits; true if the end came meanwhile. */
    boolean closedWithin(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
