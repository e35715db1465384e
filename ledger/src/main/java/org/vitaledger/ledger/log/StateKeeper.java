package org.vitaledger.ledger.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.merkle.CompactRange;
import org.vitaledger.journal.Join;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.store.LogStore;
import org.vitaledger.ledger.store.LogStore.WrittenMap;
import org.vitaledger.ledger.store.StoreMark;

/**
 * Writes the state down once in a while, so that a start applies again only what came since, and memory holds only what
 * changed since. One thread shows blocks, one makes them, which may be the same; a third one writes.
 */
final class StateKeeper implements AutoCloseable {
    private static final Logger LOG = System.getLogger(StateKeeper.class.getName());

    private final LogStore store;
    private final long journal;
    private final long every;
    /** What was written down, until blocks are made from it. */
    private final AtomicReference<Optional<WrittenMap>> due = new AtomicReference<>(Optional.empty());

    /** The same until it is shown. */
    private final AtomicReference<Optional<WrittenMap>> shown = new AtomicReference<>(Optional.empty());

    private Thread writing = Thread.ofPlatform().unstarted(() -> {});
    private volatile Optional<StoreMark> mark;
    private volatile WrittenMap written;
    private long nextAt;
    private volatile Optional<SubmitFault> fault = Optional.empty();

    private StateKeeper(LogStore store, long journal, long every) {
        this.store = store;
        this.journal = journal;
        this.every = every;
        this.mark = store.mark();
        this.written = store.map();
        this.nextAt = mark.map(StoreMark::size).orElse(0L) + every;
    }

    /** Opens the store in {@code directory}; one that doesn't fit {@code journal} is emptied. */
    static StateKeeper open(Path directory, Journal journal, long every) {
        LogStore store = LogStore.open(directory);
        try {
            if (store.mark().isPresent() && !fits(store, journal)) {
                store = store.emptied();
            }
            return new StateKeeper(store, journal.id(), every);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Whether the last block that the store knows stands in {@code journal} and commits the state that the store has. */
    private static boolean fits(LogStore store, Journal journal) {
        StoreMark mark = store.mark().orElseThrow();
        LogStore.Place place = store.place(mark.height());
        if (mark.journal() != journal.id() || place == null || place.position() >= journal.endPosition()) {
            return false;
        }
        try {
            Optional<BlockRecord> block = BlockRecord.parse(journal.read(place.position()));
            return block.isPresent()
                    && block.get().height() == mark.height()
                    && block.get().end() == mark.size()
                    && Entry.parse(block.get().entries().getLast())
                            instanceof
                            Entry.Close(long height, java.time.Instant time, org.vitaledger.core.bytes.Hash root)
                    && height == mark.height()
                    && time.equals(mark.time())
                    && root.equals(store.map().map().root());
        } catch (JournalFault | org.vitaledger.core.contract.EntryRejected _) {
            return false;
        }
    }

    /** Why the state could not be written down the last time; then memory grows, and a start takes longer. */
    Optional<SubmitFault> fault() {
        return fault;
    }

    LogStore store() {
        return store;
    }

    /** The chain after the last block that the store knows, whose entries {@code reader} reads. */
    Chain resume(EntryReader reader) {
        if (mark.isEmpty()) {
            return new Chain();
        }
        StoreMark last = mark.get();
        reader.resume(last.size());
        CompactRange range = CompactRange.at(last.size(), reader.tree(last.size()));
        return new Chain(range, State.of(written.map()), last.time(), last.height());
    }

    /** Where in {@code from} the last block that the store knows ends. */
    long end(Journal from) {
        if (mark.isEmpty()) {
            return from.firstPosition();
        }
        LogStore.Place place = store.place(mark.get().height());
        if (place == null) {
            throw new IllegalStateException("the store knows where its last block stands");
        }
        return Journal.end(place.position(), from.read(place.position()));
    }

    /** Lets {@code chain} go on with less in memory, if something was written down. For the thread that makes blocks. */
    void lighten(Chain chain) {
        due.getAndSet(Optional.empty())
                .ifPresent(map -> chain.use(State.of(map.lightened(chain.state().map()))));
    }

    /**
     * Begins to write {@code last} down, if enough was added to the log and nothing is being written. For the thread that
     * shows blocks.
     *
     * @return {@code state}, which came after it, with less in memory if something was written down
     */
    State keep(Snapshot last, State state, EntryReader reader) {
        boolean isDue = last.size() >= nextAt || fault.isPresent();
        if (isDue && !writing.isAlive()) {
            nextAt = last.size() + every;
            writing = Thread.ofPlatform().daemon().name("ledger-state").start(() -> write(last, reader));
        }
        return shown.getAndSet(Optional.empty())
                .map(map -> State.of(map.lightened(state.map())))
                .orElse(state);
    }

    /** Writes {@code last} down, the last block shown; on return nothing is being written. */
    void keepAll(Snapshot last, EntryReader reader) {
        Join.uninterruptibly(List.of(writing), () -> {
            if (last.size() > mark.map(StoreMark::size).orElse(0L)) {
                write(last, reader);
            }
        });
    }

    private void write(Snapshot last, EntryReader reader) {
        StoreMark next = new StoreMark(journal, last.height(), last.time(), last.size());
        try {
            written = store.write(next, written.map(), last.state().map(), to -> reader.addTo(to, last));
        } catch (RuntimeException | Error e) {
            // It is all in the log, and in memory until the next try.
            if (fault.isEmpty()) {
                LOG.log(
                        Level.ERROR,
                        "The ledger's state can't be written down; it is tried again with the next blocks",
                        e);
            }
            fault = Optional.of(
                    e instanceof SubmitFault known ? known : new SubmitFault(SubmitFault.Kind.STORE, Map.of(), e));
            return;
        }
        fault = Optional.empty();
        mark = Optional.of(next);
        reader.stored(last);
        due.set(Optional.of(written));
        shown.set(Optional.of(written));
    }

    @Override
    public void close() {
        store.close();
    }
}
