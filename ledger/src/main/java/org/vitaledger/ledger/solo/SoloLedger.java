package org.vitaledger.ledger.solo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LedgerKeys;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;

/**
 * The ledger of a consortium of one. One thread makes blocks: all that waits, applied by the contracts, written as one
 * record and forced once; then the checkpoint is signed and kept; then receipts and followers are told. A failure of
 * the disk or a bug stops it: what waits and what follows fails with a {@link SubmitFault}, and what was acknowledged is
 * there after a restart.
 */
public final class SoloLedger implements Ledger {
    private static final String ENTRIES = "entries";
    private static final String CHECKPOINTS = "checkpoints";
    private static final int MAX_OUTCOME = 0xffff;

    private final LedgerKeys keys;
    private final SoloOptions options;
    private final Journal journal;
    private final Checkpoints checkpoints;
    private final Chain chain = new Chain();
    private final CommandQueue queue;
    private final Published published;
    private final SoloLog log;
    private final Thread writer;
    private volatile SoloFigures figures = SoloFigures.NONE;

    private SoloLedger(Path directory, LedgerKeys keys, SoloOptions options, Journal journal) {
        this.keys = keys;
        this.options = options;
        this.journal = journal;
        this.queue = new CommandQueue(options.queueCommands());
        this.checkpoints = Checkpoints.open(directory.resolve(CHECKPOINTS), options.checkpoints(), keys);
        try {
            this.log = new SoloLog(journal, () -> snapshot().size());
            new Replay(directory, chain, log, checkpoints.last()).run(journal);
            this.published = new Published(nextSnapshot());
        } catch (RuntimeException e) {
            checkpoints.close();
            throw e;
        }
        this.writer = Thread.ofPlatform().daemon().name("ledger").unstarted(this::run);
    }

    /**
     * Opens the ledger in {@code directory}, which is made if absent, in the name of the member whose keys these are.
     * Replays and checks the whole log first.
     *
     * @throws SubmitFault of kind DAMAGED, BEHIND_CHECKPOINT, CHECKPOINT_MISSING or OTHER_KEYS
     * @throws JournalFault if the files are in use, damaged or can't be read
     */
    public static SoloLedger open(Path directory, LedgerKeys keys, SoloOptions options) {
        Journal journal = Journal.open(entries(directory), options.entries());
        try {
            SoloLedger ledger = new SoloLedger(directory, keys, options, journal);
            ledger.writer.start();
            return ledger;
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    static Path entries(Path directory) {
        return directory.resolve(ENTRIES);
    }

    static Path checkpoints(Path directory) {
        return directory.resolve(CHECKPOINTS);
    }

    @Override
    public MemberId member() {
        return keys.member().id();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the command's entry would be longer than {@link Entry#MAX_SIZE}
     */
    @Override
    public CompletableFuture<Receipt> submit(Command command) {
        int bytes = new Entry.Ordered(member(), command, MAX_OUTCOME).encode().size();
        if (bytes > Entry.MAX_SIZE) {
            throw new IllegalArgumentException("the command is too long for an entry");
        }
        Pending pending = new Pending(command, bytes, new CompletableFuture<>());
        queue.add(pending);
        return pending.receipt();
    }

    @Override
    public Snapshot snapshot() {
        return published.snapshot();
    }

    @Override
    public Following follow(long height, Consumer<Block> follower) {
        Subscription subscription = new Subscription(log, published, height, follower);
        Thread.ofVirtual().name("ledger-follower").start(subscription);
        return subscription;
    }

    @Override
    public LogReader log() {
        return log;
    }

    /** What was measured so far. */
    public SoloFigures figures() {
        Snapshot now = snapshot();
        return figures.at(now.height(), now.size(), queue.size());
    }

    @Override
    public void close() {
        if (Thread.currentThread().equals(writer)) {
            throw new IllegalStateException("the ledger's own thread must not close it");
        }
        queue.close();
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        published.end();
        checkpoints.close();
        journal.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Pending> batch = List.of();
        try {
            for (batch = take(); !batch.isEmpty(); batch = take()) {
                long start = System.nanoTime();
                write(batch);
                figures = figures.withBlock(batch.size(), Duration.ofNanos(System.nanoTime() - start));
            }
        } catch (RuntimeException | Error e) {
            SubmitFault fault = new SubmitFault(SubmitFault.Kind.STOPPED, Map.of(), e);
            List<Pending> left = new ArrayList<>(batch);
            left.addAll(queue.fail(fault));
            left.forEach(pending -> pending.receipt().completeExceptionally(fault));
            if (!(e instanceof JournalFault)) {
                throw e;
            }
        }
    }

    private List<Pending> take() {
        return queue.take(options.blockCommands(), options.blockBytes());
    }

    private void write(List<Pending> batch) {
        List<Command> commands = batch.stream().map(Pending::command).toList();
        Chain.Draft draft = chain.draft(member(), commands, options.clock().instant());
        long position = force(draft.record().encode());
        // First the place, then the hashes: a reader may need the entries of a tile that is just being filled.
        log.added(position, draft.record());
        chain.accept(draft, log.sink());
        published.publish(nextSnapshot(), draft.block());
        // Receipts may run whatever was chained to them, so not on this thread.
        Thread.ofVirtual().name("ledger-receipts").start(() -> tell(batch, draft));
    }

    private long force(byte[] record) {
        try {
            return journal.append(record).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof JournalFault fault ? fault : e;
        }
    }

    /** Signs the head of the chain, which is durable, and shows it as a snapshot. */
    private Snapshot nextSnapshot() {
        String checkpoint = checkpoints.sign(chain);
        return new Snapshot(
                chain.height(),
                chain.time(),
                chain.size(),
                chain.root(),
                chain.state(),
                chain.height() == 0 ? "" : checkpoint);
    }

    private static void tell(List<Pending> batch, Chain.Draft draft) {
        long index = draft.record().firstIndex();
        for (int i = 0; i < batch.size(); i++) {
            Receipt receipt = new Receipt(
                    index + i, draft.block().height(), draft.outcomes().get(i));
            batch.get(i).receipt().complete(receipt);
        }
    }
}
