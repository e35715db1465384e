package org.vitaledger.api.audit;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.merkle.NodeReader;
import org.vitaledger.core.proof.Evidence;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.journal.Completion;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.journal.RecordCipher;

/**
 * The audit log of one member: every access that was asked for, durable, encrypted, and numbered without gaps per patient
 * (INV-004, INV-011). Nothing of it is held in memory; a start reads what was added since the index was written last. A
 * log that is not what it was takes no records, so that nobody reads, while the rest of the node works. Safe for any
 * thread.
 */
public final class AuditLog implements AutoCloseable {
    /** Bytes of records in one proof: its longest line stays below 64 KiB, which is the most that some parsers read. */
    private static final long MAX_SHOWN = 40_000;

    private final Setup setup;
    private final Path directory;
    /**
     * Held by whoever appends, or exchanges the store: the order of numbers is that of the journal. Inside of it, never the
     * other way around, {@link #numbering} is held; the journal's writer needs only that one to say what is durable, for
     * an append may wait for it.
     */
    private final Object order = new Object();

    /** Guards what follows, and adding to the index. */
    private final Object numbering = new Object();

    private final Map<PatientHandle, Numbers> written = new HashMap<>();
    private final Deque<Waiting> unindexed = new ArrayDeque<>();
    private volatile Optional<AuditStore> store;
    private volatile Optional<AuditFault> distrust = Optional.empty();
    private volatile Optional<Fault> indexFault = Optional.empty();

    private AuditLog(Path directory, Setup setup, Optional<AuditStore> store) {
        this.directory = directory;
        this.setup = setup;
        this.store = store;
    }

    /**
     * What a log is made of.
     *
     * @param member whose records these are
     * @param key {@link RecordCipher#KEY_SIZE} secret bytes that the log is encrypted with, always the same
     * @param journal how records are written
     * @param random where salts come from
     */
    public record Setup(MemberId member, Bytes key, JournalOptions journal, SecureRandom random) {
        RecordCipher cipher() {
            return new RecordCipher(key, "audit", random);
        }
    }

    /** A record that has its number. */
    private record Reserved(AuditRecord record, Numbers numbers) {}

    /** A record that is durable and not in the index. */
    private record Waiting(AuditIndex.Durable durable, Reserved reserved) {}

    /** The numbers of one patient that were given to records which are not in the index yet. */
    private static final class Numbers {
        private long last;
        private int waiting;

        Numbers(long last) {
            this.last = last;
        }
    }

    /**
     * Opens the log in a folder, which is made if absent. One that is damaged opens, too, but is {@link #distrust
     * distrusted} and gives no records.
     *
     * @throws JournalFault if the folder can't be used
     */
    public static AuditLog open(Path directory, Setup setup) {
        AuditLog log = new AuditLog(directory, setup, Optional.empty());
        log.open();
        return log;
    }

    private void open() {
        try {
            store = Optional.of(AuditStore.open(directory, setup));
        } catch (AuditFault e) {
            distrust(e);
        } catch (JournalFault e) {
            if (e.kind() != JournalFault.Kind.DAMAGED) {
                throw e;
            }
            distrust(new AuditFault(AuditFault.Kind.DAMAGED, e.context(), e));
        }
    }

    /** From now on nothing is recorded, and so nothing may be read. */
    void distrust(AuditFault because) {
        distrust = Optional.of(because);
    }

    /** What is here is what the ledger counts: records are taken. */
    void trust() {
        distrust = Optional.empty();
    }

    /**
     * Asks that what is here is what the ledger counts.
     *
     * @throws AuditFault if it is not
     */
    public void requireTrusted() {
        Optional<AuditFault> fault = distrust;
        if (fault.isPresent()) {
            throw fault.get().again();
        }
    }

    /** Whether only the index is wrong, which can be made again. */
    boolean lacksIndex() {
        return distrust.filter(fault -> fault.code() == AuditFault.Kind.INDEX_WRONG)
                .isPresent();
    }

    boolean isTrusted() {
        return distrust.isEmpty();
    }

    /** Why nothing can be recorded, and so nothing may be read; empty if it can. */
    public Optional<Fault> fault() {
        Optional<Fault> fault = distrust.map(Fault.class::cast);
        return fault.or(() -> store.flatMap(AuditStore::fault)).or(() -> indexFault);
    }

    /** The member whose records these are. */
    public MemberId member() {
        return setup.member();
    }

    /**
     * The records and their index.
     *
     * @throws AuditFault if they can't be opened
     */
    AuditStore store() {
        Optional<AuditStore> held = store;
        if (held.isEmpty()) {
            requireTrusted();
        }
        return held.orElseThrow(() -> new IllegalStateException("the audit log is closed"));
    }

    /**
     * Records an access. The future holds the numbered record once it is durable, and fails with a {@link Fault} if it
     * can't be made so; then the answer must not leave.
     */
    public CompletableFuture<AuditRecord> append(AuditEntry entry) {
        CompletableFuture<AuditRecord> done = new CompletableFuture<>();
        synchronized (order) {
            try {
                requireTrusted();
                AuditStore held = store();
                append(held, reserve(held, entry), done);
            } catch (Fault e) {
                done.completeExceptionally(e);
            }
        }
        return done;
    }

    /** A record with the next number of its patient. */
    private Reserved reserve(AuditStore held, AuditEntry entry) {
        byte[] salt = new byte[AuditRecord.SALT_SIZE];
        setup.random().nextBytes(salt);
        synchronized (numbering) {
            catchUp(held);
            Numbers numbers = written.computeIfAbsent(
                    entry.request().patient(), key -> new Numbers(held.index().count(key)));
            numbers.waiting++;
            numbers.last++;
            AuditRecord record = new AuditRecord(
                    Bytes.of(salt), numbers.last, setup.member(), entry.request(), entry.access(), entry.ruling());
            return new Reserved(record, numbers);
        }
    }

    private void append(AuditStore held, Reserved reserved, CompletableFuture<AuditRecord> done) {
        Bytes bytes = reserved.record().encode();
        byte[] sealed = held.seal(bytes);
        try {
            held.journal().append(sealed, new Recorded(held, reserved, bytes, sealed, done));
        } catch (JournalFault e) {
            synchronized (numbering) {
                reserved.numbers().last--;
                settle(reserved);
            }
            throw e;
        }
    }

    /** The number is in the index, or free again. */
    private void settle(Reserved reserved) {
        reserved.numbers().waiting--;
        if (reserved.numbers().waiting == 0) {
            written.remove(reserved.record().request().patient(), reserved.numbers());
        }
    }

    private final class Recorded implements Completion {
        private final AuditStore held;
        private final Reserved reserved;
        private final Bytes bytes;
        private final byte[] sealed;
        private final CompletableFuture<AuditRecord> done;

        Recorded(AuditStore held, Reserved reserved, Bytes bytes, byte[] sealed, CompletableFuture<AuditRecord> done) {
            this.held = held;
            this.reserved = reserved;
            this.bytes = bytes;
            this.sealed = sealed;
            this.done = done;
        }

        @Override
        public void forced(long position) {
            AuditIndex.Durable durable =
                    new AuditIndex.Durable(reserved.record(), bytes, position, Journal.end(position, sealed));
            synchronized (numbering) {
                unindexed.add(new Waiting(durable, reserved));
                try {
                    catchUp(held);
                } catch (Fault e) {
                    // It is durable. Who asks next adds it first, or gets no answer.
                }
            }
            done.complete(reserved.record());
        }

        @Override
        public void failed(JournalFault fault) {
            // All that waits fails, and nothing new is taken before this returns: the numbers are free again.
            synchronized (order) {
                synchronized (numbering) {
                    written.remove(reserved.record().request().patient());
                }
            }
            done.completeExceptionally(fault);
        }
    }

    /** Adds to the index what is durable. */
    private void catchUp(AuditStore held) {
        if (unindexed.isEmpty()) {
            return;
        }
        List<AuditIndex.Durable> durables = new ArrayList<>();
        unindexed.forEach(waiting -> durables.add(waiting.durable()));
        try {
            held.index().add(durables);
            indexFault = Optional.empty();
        } catch (AuditFault e) {
            distrust(e);
            throw e;
        } catch (Fault e) {
            indexFault = Optional.of(e);
            throw e;
        }
        unindexed.forEach(waiting -> settle(waiting.reserved()));
        unindexed.clear();
    }

    /** How many durable records a patient has. */
    public long count(PatientHandle patient) {
        return store.map(held -> held.index().count(patient)).orElse(0L);
    }

    /** A record by its number, or empty if there is no such. */
    public Optional<AuditRecord> record(PatientHandle patient, long number) {
        AuditStore held = store();
        OptionalLong position = held.index().position(patient, number);
        return position.isEmpty()
                ? Optional.empty()
                : Optional.of(held.record(position.getAsLong()).record());
    }

    /**
     * Which records a proof shows.
     *
     * @param first the number of the first, from 1
     * @param most how many at most
     * @param count how many there are in the trail that is proved; 0 if there is none
     */
    public record Range(long first, int most, long count) {}

    /** A patient's records as a proof shows them: as many of the range as there are, and fit. */
    public Evidence.Records shown(PatientHandle patient, Range range) {
        AuditStore held = store();
        List<Bytes> records = new ArrayList<>();
        long bytes = 0;
        for (long number = range.first(); number <= range.count() && records.size() < range.most(); number++) {
            long position = held.index().position(patient, number).orElseThrow();
            Bytes record = held.record(position).bytes();
            bytes += record.size();
            if (bytes > MAX_SHOWN && !records.isEmpty()) {
                break;
            }
            records.add(record);
        }
        if (records.isEmpty()) {
            return new Evidence.Records(0, List.of(), List.of());
        }
        long first = range.first() - 1;
        List<Hash> path = held.index()
                .trailTree(patient)
                .leaves(first, first + records.size(), range.count())
                .path();
        return new Evidence.Records(first, records, path);
    }

    /** That a patient's trail begins with its first {@code from} records; no claim if it had not so many, or none. */
    public Evidence.Growth growth(PatientHandle patient, long from, long count) {
        if (from < 1 || from > count) {
            return Evidence.Growth.NONE;
        }
        NodeReader tree = store().index().trailTree(patient);
        return new Evidence.Growth(
                from, tree.root(from), tree.consistency(from, count).path());
    }

    /** The position up to which there are records now. */
    public long end() {
        return store().index().mark().end();
    }

    /** Where a record stands in the order by time. */
    public AuditPlace place(AuditRecord record) {
        long position = store().index()
                .position(record.request().patient(), record.number())
                .orElseThrow();
        return new AuditPlace(record.access().time(), position);
    }

    /** The record at a place that was found. */
    public AuditRecord record(AuditPlace place) {
        return store().record(place.position()).record();
    }

    /**
     * The first places of what is wanted, in the order by time.
     *
     * @param behind where to begin, without it; empty for the beginning
     * @param most how many at most
     */
    public List<AuditPlace> find(AuditQuery query, Optional<AuditPlace> behind, boolean newestFirst, int most) {
        return store().index().find(query, behind, newestFirst, most);
    }

    /** How many records there are of what is wanted. */
    public long count(AuditQuery query) {
        return store().index().count(query);
    }

    /**
     * Goes on with what is left of a log that is damaged: its records up to the first that can't be read. All of it as it
     * was is put aside, for whoever looks into it.
     *
     * @return what is left
     */
    AuditStore salvage() {
        Optional<AuditFault> why = distrust;
        if (why.filter(fault -> fault.code() == AuditFault.Kind.DAMAGED).isPresent()) {
            reopen(() -> AuditStore.salvage(directory, setup));
            // Not twice, if the ledger can't be reached now.
            distrust(new AuditFault(AuditFault.Kind.BEHIND_LEDGER, Map.of(), why.get()));
        }
        return store();
    }

    /** Makes the index again from the records. */
    AuditStore reindex() {
        reopen(() -> AuditStore.forgetIndex(directory));
        return store();
    }

    private void reopen(Runnable mending) {
        synchronized (order) {
            store.ifPresent(AuditStore::close);
            store = Optional.empty();
            synchronized (numbering) {
                written.clear();
                unindexed.clear();
            }
            mending.run();
            store = Optional.of(AuditStore.open(directory, setup));
        }
    }

    /** Waits for what is being written, then releases the files. */
    @Override
    public void close() {
        store.ifPresent(AuditStore::close);
    }
}
