package org.vitaledger.ledger.log;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Contracts;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.Refusal;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.merkle.CompactRange;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LedgerKeys;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;

/**
 * A member's copy of the log. A block goes three steps: it is written, which makes it durable; its checkpoint is signed;
 * it is shown, which makes it visible to readers and followers. One thread writes, one signs, one shows, which may be the
 * same; reading is safe for any thread. What the disk did not take is not part of the log, and may be written again.
 */
public final class BlockLog implements AutoCloseable {
    private static final int UNSHOWN = 1024;

    /** Each of them holds on to about as much memory as its block changed. */
    private static final long UNSHOWN_ENTRIES = 16_384;

    private static final Snapshot NOTHING = new Snapshot(0, Instant.EPOCH, 0, TreeHash.EMPTY, State.EMPTY, "");

    private final Journal journal;
    private final Checkpoints checkpoints;
    private final StateKeeper keeper;
    private final Chain chain;
    private final EntryReader reader;
    private final Published published = new Published(NOTHING);
    private final Replay replay;
    private final ConcurrentSkipListMap<Long, Snapshot> unshown = new ConcurrentSkipListMap<>();
    private volatile Snapshot head;

    /**
     * How the log is kept.
     *
     * @param entries of the blocks
     * @param checkpoints of the signed checkpoints; its older segments are dropped
     * @param stateEvery after so many entries the state is written down: so many are applied again after a crash, at most
     */
    public record Journals(JournalOptions entries, JournalOptions checkpoints, long stateEvery) {
        /** Entries that a start applies again within about a second. */
        private static final long STATE_EVERY = 16_384;

        /** With the usual distance between states. */
        public static Journals of(JournalOptions entries, JournalOptions checkpoints) {
            return new Journals(entries, checkpoints, STATE_EVERY);
        }
    }

    /**
     * A block that was written.
     *
     * @param firstIndex the index of its first entry
     * @param outcomes of its commands, in their order
     * @param head the log after it, without a checkpoint
     */
    public record Written(long firstIndex, List<Outcome> outcomes, Snapshot head) {
        public Written {
            outcomes = List.copyOf(outcomes);
        }
    }

    private BlockLog(Path directory, Journal journal, Checkpoints checkpoints, StateKeeper keeper, long from) {
        this.journal = journal;
        this.checkpoints = checkpoints;
        this.keeper = keeper;
        this.reader = new EntryReader(journal, keeper.store(), () -> shown().size());
        this.chain = keeper.resume(reader);
        this.replay = new Replay(directory, chain, reader, checkpoints.last());
        if (chain.height() > 0) {
            rememberFrom(from);
        }
        this.replay.run(journal, keeper.end(journal), () -> rememberFrom(from));
        this.head = chain.head();
    }

    private void rememberFrom(long from) {
        if (chain.size() >= from) {
            remember(chain.head());
        }
    }

    /**
     * Opens the log in {@code directory}, which is made if absent, as the only copy that there is. Nothing is shown yet.
     *
     * @throws SubmitFault of kind DAMAGED, OLD_SOFTWARE, BEHIND_CHECKPOINT, CHECKPOINT_MISSING or OTHER_KEYS
     * @throws JournalFault if the files are in use, damaged or can't be read
     */
    public static BlockLog openOnly(Path directory, LedgerKeys keys, Journals journals) {
        BlockLog log = open(directory, List.of(keys), journals, Long.MAX_VALUE);
        try {
            log.replay.requireMet();
            return log;
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /**
     * Opens the log in {@code directory}, which is made if absent, as one copy of several: it may lack blocks whose
     * checkpoints were signed, which come back by {@link #take}; until then nothing is signed (INV-006).
     *
     * @param keys what to sign with, first, and what may have been signed with formerly
     * @param from the size from which on blocks may be shown one by one
     * @throws SubmitFault of kind DAMAGED, OLD_SOFTWARE, BEHIND_CHECKPOINT or OTHER_KEYS
     * @throws JournalFault if the files are in use, damaged or can't be read
     */
    public static BlockLog openReplica(Path directory, List<LedgerKeys> keys, Journals journals, long from) {
        return open(directory, keys, journals, from);
    }

    private static BlockLog open(Path directory, List<LedgerKeys> keys, Journals journals, long from) {
        Journal journal = Journal.open(entries(directory), journals.entries());
        Checkpoints checkpoints = null;
        StateKeeper keeper = null;
        try {
            checkpoints = Checkpoints.open(checkpoints(directory), journals.checkpoints(), keys);
            keeper = StateKeeper.open(state(directory), journal, journals.stateEvery());
            return new BlockLog(directory, journal, checkpoints, keeper, from);
        } catch (RuntimeException e) {
            if (keeper != null) {
                keeper.close();
            }
            if (checkpoints != null) {
                checkpoints.close();
            }
            journal.close();
            throw e;
        }
    }

    static Path entries(Path directory) {
        return directory.resolve("entries");
    }

    static Path state(Path directory) {
        return directory.resolve("state");
    }

    static Path checkpoints(Path directory) {
        return directory.resolve("checkpoints");
    }

    /**
     * Applies {@code commands} and writes them as the next block; on return it is durable.
     *
     * @param now the block's time, unless the last block's is later
     * @throws SubmitFault of kind OLD_SOFTWARE if the members decided on rules for it that this software does not have
     * @throws JournalFault if it can't be made durable
     */
    public Written append(List<Submission> commands, Instant now) {
        return write(chain.draft(commands, now));
    }

    /**
     * Checks a block that another member wrote, and writes it as the next; on return it is durable.
     *
     * @param entries the closing one last
     * @throws SubmitFault of kind DAMAGED if it is not what the contracts would write next
     * @throws JournalFault if it can't be made durable
     */
    public Written take(List<Bytes> entries) {
        return write(replay.read(new BlockRecord(chain.height() + 1, chain.size(), entries)));
    }

    /**
     * Asks that this member's software has what {@code command} proposes or approves. Only the submitting member can ask
     * that: members with newer software would apply the command, and the logs would differ.
     *
     * @throws SubmitFault of kind UNSUPPORTED
     */
    public void requireSupported(Command command) {
        Optional<Refusal> refusal = Contracts.unsupported(head.state(), command);
        if (refusal.isPresent()) {
            throw new SubmitFault(SubmitFault.Kind.UNSUPPORTED, Map.of("refusal", refusal.get()), null);
        }
    }

    private Written write(Chain.Draft draft) {
        keeper.lighten(chain);
        byte[] record = draft.record().encode();
        long position = force(record);
        // First the place, then the hashes: a reader may need the entries of a tile that is just being filled.
        reader.added(position, draft.record());
        replay.accept(draft);
        published.keep(draft.block(), record.length);
        head = chain.head();
        remember(head);
        return new Written(draft.record().firstIndex(), draft.outcomes(), head);
    }

    private long force(byte[] record) {
        try {
            return journal.append(record).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof JournalFault fault ? fault : e;
        }
    }

    private void remember(Snapshot after) {
        unshown.put(after.size(), after);
        unshown.headMap(after.size() - UNSHOWN_ENTRIES, false).clear();
        if (unshown.size() > UNSHOWN) {
            unshown.pollFirstEntry();
        }
    }

    /** Why nothing can be written now; empty if it can. */
    public Optional<JournalFault> fault() {
        return journal.fault().or(checkpoints::fault);
    }

    /** Why the state is not written down beside the log, of kind STORE; memory grows until it is. Empty if it is. */
    public Optional<SubmitFault> stateFault() {
        return keeper.fault();
    }

    /** The log after the last block written, shown or not, without a checkpoint. */
    public Snapshot head() {
        return head;
    }

    /** The log at {@code size}, without a checkpoint, if a block ends there that is among the last not yet shown. */
    public Optional<Snapshot> unshown(long size) {
        return Optional.ofNullable(unshown.get(size));
    }

    /**
     * The block whose checkpoint this member had best sign next, if any is left to sign. A member that lags leaves blocks
     * out, and prefers those whose height is divisible by the larger power of two, so that members that lag differently
     * still meet in the sizes that they sign.
     */
    public Optional<Snapshot> nextToSign() {
        long signed = signedSize();
        Optional<Snapshot> next = unshown.tailMap(signed, false).values().stream()
                .max(Comparator.<Snapshot>comparingInt(after -> Long.numberOfTrailingZeros(after.height()))
                        .thenComparingLong(Snapshot::height));
        return next.isPresent() || head.size() <= signed ? next : Optional.of(head);
    }

    /** The right edge of the tree at the head's size. For the thread that writes. */
    public CompactRange edge() {
        return CompactRange.at(head.size(), reader.tree(head.size()));
    }

    /** The root of the first {@code size} entries, shown or not; at most the head's size. */
    public Hash root(long size) {
        return reader.root(size);
    }

    /**
     * The written block that starts at {@code firstIndex}, shown or not; that index must be before the head's size.
     *
     * @throws SubmitFault of kind DAMAGED if no block starts there
     */
    public Block startingAt(long firstIndex) {
        Block block = reader.shown(reader.holding(firstIndex));
        if (block.firstIndex() != firstIndex) {
            throw new SubmitFault(SubmitFault.Kind.DAMAGED, Map.of("entry", firstIndex), null);
        }
        return block;
    }

    /** The size up to which this member signed. */
    public long signedSize() {
        return checkpoints.last().map(checkpoint -> checkpoint.size()).orElse(0L);
    }

    /** From now on signs with {@code keys}, which the members know this one by. */
    public void use(LedgerKeys keys) {
        checkpoints.use(keys);
    }

    /**
     * Signs and cosigns the log as it was at {@code after}; on return the note is durable. Not below the size that was
     * signed last; that one again gives the same note (INV-006).
     *
     * @throws JournalFault if it can't be made durable
     */
    public SignedNote sign(Snapshot after) {
        return checkpoints.sign(after);
    }

    /** Shows everything up to {@code after}, with {@code checkpoint}. */
    public void show(Snapshot after, String checkpoint) {
        unshown.headMap(after.size(), true).clear();
        // Whoever shows a block has kept what made the one before it final.
        State state = keeper.keep(published.snapshot(), after.state(), reader);
        published.show(new Snapshot(after.height(), after.time(), after.size(), after.root(), state, checkpoint));
    }

    /** What was shown last. */
    public Snapshot shown() {
        return published.snapshot();
    }

    /** As {@link Ledger#follow}. */
    public Ledger.Following follow(long height, Consumer<Block> follower) {
        Subscription subscription = new Subscription(reader, published, height, follower);
        Thread.ofVirtual().name("ledger-follower").start(subscription);
        return subscription;
    }

    /** Reads what is written, shown or not. */
    public LogReader written() {
        return reader.upTo(() -> head.size());
    }

    /** Reads what is shown. */
    public LogReader reader() {
        return reader;
    }

    /** Ends all following, then releases the files. Neither writing nor signing may go on. */
    @Override
    public void close() {
        published.end();
        keeper.keepAll(published.snapshot(), reader);
        keeper.close();
        checkpoints.close();
        journal.close();
    }
}
