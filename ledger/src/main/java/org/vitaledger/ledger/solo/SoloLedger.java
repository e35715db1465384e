package org.vitaledger.ledger.solo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.journal.Join;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LedgerKeys;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.log.BlockLog;
import org.vitaledger.ledger.log.Submission;

/**
 * The ledger of a consortium of one. One thread makes blocks: all that waits, applied by the contracts, written as one
 * record and forced once; then the checkpoint is signed and kept; then receipts and followers are told. While the disk
 * takes no writes commands fail with a {@link SubmitFault}, and are taken again afterwards. A bug, or a block for which
 * members decided on rules that this software does not have, stops it: what waits and what follows fails, and what was
 * acknowledged is there after a restart.
 */
public final class SoloLedger implements Ledger {
    private final LedgerKeys keys;
    private final SoloOptions options;
    private final BlockLog log;
    private final CommandQueue queue;
    private final Thread writer;
    private volatile SoloFigures figures = SoloFigures.NONE;
    private volatile Optional<SubmitFault> stopped = Optional.empty();

    private SoloLedger(LedgerKeys keys, SoloOptions options, BlockLog log) {
        this.keys = keys;
        this.options = options;
        this.log = log;
        this.queue = new CommandQueue(options.queueCommands());
        this.writer = Thread.ofPlatform().daemon().name("ledger").unstarted(this::run);
    }

    /**
     * Opens the ledger in {@code directory}, which is made if absent, in the name of the member whose keys these are.
     * Replays and checks the whole log first.
     *
     * @throws SubmitFault of kind DAMAGED, OLD_SOFTWARE, BEHIND_CHECKPOINT, CHECKPOINT_MISSING or OTHER_KEYS
     * @throws JournalFault if the files are in use, damaged or can't be read
     */
    public static SoloLedger open(Path directory, LedgerKeys keys, SoloOptions options) {
        BlockLog log = BlockLog.openOnly(directory, keys, options.journals());
        try {
            SoloLedger ledger = new SoloLedger(keys, options, log);
            ledger.show(log.head());
            ledger.writer.start();
            return ledger;
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    @Override
    public MemberId member() {
        return keys.member().id();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the command's entry would be longer than {@link Entry#MAX_SIZE}
     * @throws SubmitFault of kind UNSUPPORTED if it proposes or approves a version of the contracts that is not there
     */
    @Override
    public CompletableFuture<Receipt> submit(Command command) {
        Submission submission = Submission.of(member(), command).requireFits();
        log.requireSupported(command);
        Pending pending = new Pending(submission, new CompletableFuture<>());
        queue.add(pending);
        return pending.receipt();
    }

    @Override
    public Snapshot snapshot() {
        return log.shown();
    }

    /** The head of the log, signed, also before the first block. */
    public SignedNote head() {
        return log.sign(log.head());
    }

    @Override
    public Following follow(long height, Consumer<Block> follower) {
        return log.follow(height, follower);
    }

    @Override
    public LogReader log() {
        return log.reader();
    }

    /**
     * What stopped the ledger, or for as long as the disk fails, why no commands are taken or the state is not written down;
     * empty while all is well.
     */
    public Optional<SubmitFault> fault() {
        return stopped.or(
                        () -> log.fault().map(fault -> new SubmitFault(SubmitFault.Kind.DISK, fault.context(), fault)))
                .or(log::stateFault);
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
        Join.uninterruptibly(List.of(writer), log::close);
    }

    private void run() {
        List<Pending> batch = List.of();
        try {
            for (batch = take(); !batch.isEmpty(); batch = take()) {
                long start = System.nanoTime();
                if (written(batch)) {
                    figures = figures.withBlock(batch.size(), Duration.ofNanos(System.nanoTime() - start));
                }
            }
        } catch (RuntimeException | Error e) {
            SubmitFault fault =
                    e instanceof SubmitFault known ? known : new SubmitFault(SubmitFault.Kind.STOPPED, Map.of(), e);
            stopped = Optional.of(fault);
            List<Pending> left = new ArrayList<>(batch);
            left.addAll(queue.fail(fault));
            left.forEach(pending -> pending.receipt().completeExceptionally(fault));
            if (!(e instanceof Fault)) {
                throw e;
            }
        }
    }

    private List<Pending> take() {
        return queue.take(options.blockCommands(), options.blockBytes());
    }

    /** Whether the disk took the block. What it did not take changed nothing, so that the next one may be tried. */
    private boolean written(List<Pending> batch) {
        try {
            log.fault().ifPresent(fault -> {
                throw fault;
            });
            write(batch);
            return true;
        } catch (JournalFault e) {
            if (e.kind() != JournalFault.Kind.WRITE_FAILED) {
                throw e;
            }
            SubmitFault fault = new SubmitFault(SubmitFault.Kind.DISK, e.context(), e);
            Thread.ofVirtual()
                    .name("ledger-receipts")
                    .start(() -> batch.forEach(pending -> pending.receipt().completeExceptionally(fault)));
            return false;
        }
    }

    private void write(List<Pending> batch) {
        List<Submission> commands = batch.stream().map(Pending::submission).toList();
        BlockLog.Written written = log.append(commands, options.clock().instant());
        show(written.head());
        // Receipts may run whatever was chained to them, so not on this thread.
        Thread.ofVirtual().name("ledger-receipts").start(() -> tell(batch, written));
    }

    /** Signs the head of the log, which is durable, and shows it. */
    private void show(Snapshot head) {
        String checkpoint = new String(log.sign(head).encode(), UTF_8);
        log.show(head, head.height() == 0 ? "" : checkpoint);
    }

    private static void tell(List<Pending> batch, BlockLog.Written written) {
        for (int i = 0; i < batch.size(); i++) {
            Receipt receipt = new Receipt(
                    written.firstIndex() + i,
                    written.head().height(),
                    written.outcomes().get(i));
            batch.get(i).receipt().complete(receipt);
        }
    }
}
