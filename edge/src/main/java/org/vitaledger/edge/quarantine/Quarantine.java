package org.vitaledger.edge.quarantine;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.edge.spool.SpoolFault;
import org.vitaledger.edge.spool.SpoolFault.SpoolCode;
import org.vitaledger.journal.Completion;
import org.vitaledger.journal.Disk;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.journal.JournalRecord;
import org.vitaledger.journal.RecordCipher;

/** Keeps what was refused, on a journal of its own. Safe for any thread. */
public final class Quarantine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final long SEGMENT = 4 << 20;

    private final Journal journal;
    private final RecordCipher cipher;
    private final InstantSource clock;
    private final Shares shares;
    private final AtomicBoolean clearing = new AtomicBoolean();
    private final LongAdder stored = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /**
     * What the quarantine did since it was opened.
     *
     * @param stored entries written
     * @param repeated entries that were there already
     * @param dropped entries that found no room, or no disk
     */
    public record Stats(long stored, long repeated, long dropped) {}

    /**
     * What a quarantine is opened with.
     *
     * @param cipher encrypts the entries
     * @param limits bounds them
     * @param clock tells their age
     * @param disk how the disk is reached
     */
    public record Setup(RecordCipher cipher, QuarantineLimits limits, InstantSource clock, Disk disk) {}

    /** What became of an entry. */
    public sealed interface Outcome {
        /** It is on the disk, or the same was there before. */
        record Kept() implements Outcome {}

        /**
         * It isn't kept: the device's share is used up.
         *
         * @param first whether this is the first one since there was room
         */
        record NoRoom(boolean first) implements Outcome {}

        /**
         * It couldn't be written.
         *
         * @param fault why
         */
        record Lost(Fault fault) implements Outcome {}
    }

    private Quarantine(Journal journal, Setup setup) {
        this.journal = journal;
        this.cipher = setup.cipher();
        this.clock = setup.clock();
        this.shares = new Shares(setup.limits());
    }

    /**
     * Opens the quarantine in {@code directory}, which is made if absent.
     *
     * @throws JournalFault if the journal there cannot be opened
     * @throws SpoolFault if an entry does not open under the key
     */
    public static Quarantine open(Path directory, Setup setup) {
        JournalOptions options =
                JournalOptions.defaults().withSegmentBytes(SEGMENT).withDisk(setup.disk());
        Quarantine quarantine = new Quarantine(Journal.open(directory, options), setup);
        quarantine.journal.replay(quarantine.journal.firstPosition(), record -> {
            Shares.Piece piece = piece(quarantine.open(record), record.payload().length);
            if (quarantine.shares.take(piece, setup.clock().instant(), outcome -> {}) == Shares.Place.FREE) {
                var _ = quarantine.shares.stored(record.position(), piece);
            }
        });
        return quarantine;
    }

    /**
     * Keeps an entry, if there is room. Never blocks, never throws.
     *
     * @param told what became of it, once that is known: perhaps before this returns, perhaps on the writer thread. The
     *     same bytes again wait for the first ones.
     */
    public void add(QuarantineEntry entry, Consumer<Outcome> told) {
        byte[] record = cipher.seal(entry.encode());
        Shares.Piece piece = piece(entry, record.length);
        switch (shares.take(piece, clock.instant(), told)) {
            case FREE -> store(record, piece);
            case AWAITED -> repeated.increment();
            case REPEATED -> {
                repeated.increment();
                told.accept(new Outcome.Kept());
            }
            case FULL -> {
                dropped.increment();
                told.accept(new Outcome.NoRoom(false));
            }
            case NEWLY_FULL -> {
                dropped.increment();
                told.accept(new Outcome.NoRoom(true));
            }
        }
    }

    /**
     * An entry and where it is kept.
     *
     * @param id tells it from all others of this quarantine, for as long as it is kept
     * @param entry what was refused
     */
    public record Kept(long id, QuarantineEntry entry) {}

    /**
     * The newest entries that {@code wanted} takes, newest first, at most {@code limit}.
     *
     * @throws SpoolFault if an entry does not open under the key
     */
    public List<Kept> newest(int limit, Predicate<QuarantineEntry> wanted) {
        List<Kept> newest = new ArrayList<>();
        OptionalLong next = shares.before(Long.MAX_VALUE);
        while (next.isPresent() && newest.size() < limit) {
            long id = next.getAsLong();
            find(id).filter(wanted).map(entry -> new Kept(id, entry)).ifPresent(newest::add);
            next = shares.before(id);
        }
        return newest;
    }

    /**
     * The entry with an id; empty if there is none, or none any more.
     *
     * @throws SpoolFault if it does not open under the key
     */
    public Optional<QuarantineEntry> find(long id) {
        if (!shares.holds(id)) {
            return Optional.empty();
        }
        try {
            return Optional.of(open(new JournalRecord(id, journal.read(id))));
        } catch (JournalFault e) {
            if (shares.holds(id)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** What happened so far. */
    public Stats stats() {
        return new Stats(stored.sum(), repeated.sum(), dropped.sum());
    }

    /** Why nothing is kept now; empty while it is. */
    public Optional<JournalFault> fault() {
        return journal.fault();
    }

    /** Writes what waits and lets go of the files. */
    @Override
    public void close() {
        journal.close();
    }

    private void store(byte[] record, Shares.Piece piece) {
        Completion completion = new Completion() {
            @Override
            public void forced(long position) {
                List<Consumer<Outcome>> waiting = shares.stored(position, piece);
                stored.increment();
                waiting.forEach(told -> told.accept(new Outcome.Kept()));
                clear();
            }

            @Override
            public void failed(JournalFault fault) {
                lost(piece, fault);
            }
        };
        try {
            if (!journal.tryAppend(record, completion)) {
                lost(piece, new SpoolFault(SpoolCode.QUARANTINE_BUSY, Map.of(), null));
            }
        } catch (JournalFault e) {
            lost(piece, e);
        }
    }

    private void lost(Shares.Piece piece, Fault fault) {
        List<Consumer<Outcome>> waiting = shares.lost(piece);
        dropped.increment();
        waiting.forEach(told -> told.accept(new Outcome.Lost(fault)));
    }

    /** Deletes what is too old or too much, away from the writer thread. */
    private void clear() {
        long surplus = shares.surplus(clock.instant());
        if (surplus - journal.firstPosition() > SEGMENT && clearing.compareAndSet(false, true)) {
            Thread.startVirtualThread(() -> {
                try {
                    journal.dropBefore(surplus);
                    int young = shares.dropped(journal.firstPosition(), clock.instant());
                    if (young > 0) {
                        dropped.add(young);
                        LOG.warn(
                                "{} {}",
                                new SpoolFault(SpoolCode.QUARANTINE_OVERFULL, Map.of("entries", young), null)
                                        .getMessage(),
                                SpoolCode.QUARANTINE_OVERFULL.remedy());
                    }
                } catch (JournalFault e) {
                    // Closed, or the files can't be deleted: the next entry tries again.
                    LOG.warn("{}", e.getMessage());
                } finally {
                    clearing.set(false);
                }
            });
        }
    }

    private QuarantineEntry open(JournalRecord record) {
        Map<String, Long> where = Map.of("position", record.position());
        byte[] entry =
                cipher.open(record.payload()).orElseThrow(() -> new SpoolFault(SpoolCode.UNREADABLE, where, null));
        try {
            return QuarantineEntry.decode(entry);
        } catch (CborRejected | IllegalArgumentException e) {
            throw new SpoolFault(SpoolCode.UNREADABLE, where, e);
        }
    }

    private static Shares.Piece piece(QuarantineEntry entry, int bytes) {
        return new Shares.Piece(
                entry.device(),
                entry.time(),
                bytes,
                Hash.sha256(
                        entry.refusal().name().getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        entry.payload().toArray()),
                entry.refusal().isOfSigned());
    }
}
