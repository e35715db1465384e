package org.vitaledger.node.run;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.governance.Parameter;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Snapshot;

/**
 * Keeps the ledger's last block young while nobody has anything to order, so that an old one means what INV-014 takes it for:
 * that this node may not know what the others decided. Submits a command that repeats what holds already.
 */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    /** In the time that the members let the last block be old; they may decide another at any time. */
    private static final int BEATS = 3;

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Ledger ledger;
    private final InstantSource clock;
    private final PrincipalId known;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Heartbeat(Ledger ledger, InstantSource clock, PrincipalId known) {
        this.ledger = ledger;
        this.clock = clock;
        this.known = known;
    }

    /**
     * Begins.
     *
     * @param known somebody whom this member vouches for, which is what is repeated
     */
    static Heartbeat start(Ledger ledger, InstantSource clock, PrincipalId known) {
        Heartbeat heartbeat = new Heartbeat(ledger, clock, known);
        // Virtual threads wait for those that compute, of which a busy node has as many as it has cores.
        Thread.ofPlatform().daemon().name("ledger-heartbeat").start(heartbeat::run);
        return heartbeat;
    }

    private void run() {
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        try {
            while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                // One that is still on its way waits for the others; more would only wait with it.
                if (last.isDone()) {
                    last = beat();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Goes on whatever fails: a ledger that grows old silently denies reads. */
    private CompletableFuture<?> beat() {
        try {
            Snapshot last = ledger.snapshot();
            long bound = last.state().governance().parameter(Parameter.ACCESS_STALENESS);
            Duration age = Duration.ofSeconds(bound).dividedBy(BEATS);
            boolean old = last.time().plus(age).isBefore(clock.instant());
            return old ? submit() : CompletableFuture.completedFuture(null);
        } catch (RuntimeException | Error e) {
            LOG.error("The ledger's heartbeat failed; it is tried again.", e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private CompletableFuture<?> submit() {
        try {
            return ledger.submit(new Command.PutPrincipal(
                    ledger.snapshot().state().principal(known).orElseThrow()));
        } catch (Fault e) {
            LOG.warn("The ledger takes no commands: {}", e.getMessage());
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
