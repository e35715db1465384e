package org.vitaledger.edge.drain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.merkle.MerkleTree;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.edge.drain.DrainFault.DrainCode;
import org.vitaledger.edge.drain.PackSource.SpooledPack;
import org.vitaledger.journal.Join;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.vault.Batch;
import org.vitaledger.vault.SealedBatch;
import org.vitaledger.vault.Vault;

/**
 * Seals and anchors what the spool holds, batch after batch, on one thread.
 *
 * <p>Exactly once rests on three facts: the vault keeps with each batch where the spool goes on behind it, so a batch is
 * never formed twice; a sealed batch that the ledger does not know yet is anchored again from the vault's own record;
 * and the contracts take each batch number and each sequence number once.
 */
public final class Drain implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final Parts parts;
    private final DrainOptions options;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Optional<Fault> stopped = Optional.empty();

    /**
     * What a drain works with.
     *
     * @param gateway whose batches
     * @param source where they come from
     * @param vault where they are sealed
     * @param ledger where they are anchored
     * @param listener who hears of them
     */
    public record Parts(GatewayId gateway, PackSource source, Vault vault, Ledger ledger, DrainListener listener) {}

    private Drain(Parts parts, DrainOptions options) {
        this.parts = parts;
        this.options = options;
        this.thread = Thread.ofPlatform().name("drain").unstarted(this::run);
    }

    /** Starts to drain: first what an earlier process sealed and did not get to anchor. */
    public static Drain start(Parts parts, DrainOptions options) {
        Drain drain = new Drain(parts, options);
        drain.thread.start();
        return drain;
    }

    /** What stopped the drain for good, if anything did; the spool keeps what it has. */
    public Optional<Fault> stopped() {
        return stopped;
    }

    /** Finishes the batch at hand and stops; what remains in the spool waits for the next start. */
    @Override
    public void close() {
        stopping.countDown();
        thread.interrupt();
        Join.uninterruptibly(thread);
    }

    private void run() {
        try {
            long sealed = anchorWhatIsSealed();
            long position = sealed == 0 ? 0 : batch(sealed).origin();
            while (running()) {
                List<SpooledPack> packs = parts.source().next(position, options);
                if (!packs.isEmpty()) {
                    position = commit(++sealed, cut(packs));
                }
            }
        } catch (InterruptedException e) {
            // close() asked for it; nothing is half done that the next start can't finish.
        } catch (Fault e) {
            stop(e);
        } catch (RuntimeException | Error e) {
            stop(new DrainFault(DrainCode.BUG, Map.of("bug", e.getClass().getName()), e));
        }
    }

    private void stop(Fault fault) {
        LOG.error("the drain stopped", fault);
        stopped = Optional.of(fault);
        parts.listener().failed(fault);
    }

    private boolean running() {
        return stopping.getCount() > 0;
    }

    private long anchorWhatIsSealed() throws InterruptedException {
        long sealed = parts.vault().catalogue().lastBatch(parts.gateway());
        long anchored = parts.ledger()
                .snapshot()
                .state()
                .gateway(parts.gateway())
                .map(State.GatewayHead::number)
                .orElse(0L);
        if (anchored > sealed) {
            throw new DrainFault(DrainCode.VAULT_BEHIND, Map.of("sealed", sealed, "anchored", anchored), null);
        }
        for (long number = anchored + 1; number <= sealed; number++) {
            anchor(batch(number));
        }
        return sealed;
    }

    private SealedBatch batch(long number) {
        return parts.vault()
                .catalogue()
                .batch(parts.gateway(), number)
                .orElseThrow(() -> new DrainFault(DrainCode.VAULT_BEHIND, Map.of("batch", number), null));
    }

    private List<SpooledPack> cut(List<SpooledPack> packs) {
        // At least as many as the ranges of the anchor: what comes out of its order may still join others.
        int ranges = 0;
        Map<DeviceId, Long> last = new HashMap<>();
        int readings = 0;
        for (int i = 0; i < packs.size(); i++) {
            Batch.Pack pack = packs.get(i).pack();
            Long before = last.put(pack.device(), pack.sequence());
            ranges += before != null && before + 1 == pack.sequence() ? 0 : 1;
            readings += pack.readings().size();
            if (ranges > Command.Anchor.MAX_RANGES || (i > 0 && readings > options.maxReadings())) {
                return packs.subList(0, i);
            }
        }
        return packs;
    }

    private long commit(long number, List<SpooledPack> spooled) throws InterruptedException {
        List<Batch.Pack> packs = new ArrayList<>(spooled.size());
        spooled.forEach(each -> packs.add(each.pack()));
        long end = spooled.getLast().end();
        Batch batch = new Batch(parts.gateway(), number, packs, end);
        anchor(untilDone(() -> parts.vault().seal(batch)));
        return end;
    }

    private void anchor(SealedBatch batch) throws InterruptedException {
        MerkleTree tree = new MerkleTree();
        batch.commitments().forEach(commitment -> tree.append(TreeHash.leaf(commitment.bytes())));
        Command.Anchor anchor = new Command.Anchor(
                parts.gateway(),
                batch.number(),
                tree.root(),
                batch.commitments().size(),
                batch.ranges());
        Receipt receipt = untilDone(() -> parts.ledger().submit(anchor));
        if (receipt.outcome() instanceof Outcome.Refused refused) {
            throw new DrainFault(
                    DrainCode.ANCHOR_REFUSED, Map.of("batch", batch.number(), "refusal", refused.refusal()), null);
        }
        parts.listener().committed(batch, receipt);
        parts.source().release(batch.origin());
    }

    @FunctionalInterface
    private interface Step<T> {
        CompletableFuture<T> start();
    }

    /** Both steps may be repeated: the vault and the contracts know a batch number that they have seen. */
    private <T> T untilDone(Step<T> step) throws InterruptedException {
        Duration wait = options.firstRetry();
        while (true) {
            try {
                // Interrupted by close(): what the step did is found again by the next start.
                return step.start().get();
            } catch (ExecutionException e) {
                parts.listener().failed(faultIn(e));
            } catch (Fault e) {
                parts.listener().failed(e);
            }
            if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedException("closing");
            }
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(options.lastRetry()) > 0 ? options.lastRetry() : doubled;
        }
    }

    private static Fault faultIn(ExecutionException failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
            cause = wrapped.getCause();
        }
        if (cause instanceof Fault fault) {
            return fault;
        }
        throw new IllegalStateException("a port fails with faults only", cause);
    }
}
