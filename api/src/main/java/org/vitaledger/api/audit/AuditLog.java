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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
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
import org.vitaledger.ledger.SubmitFault;

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
    private final AuditTrust trust;
    private volatile Optional<AuditStore> store = Optional.empty();
    private volatile Optional<Fault> indexFault = Optional.empty();
    private final AtomicLong opened = new AtomicLong();

    private AuditLog(Path directory, Setup setup) {
        this.directory = directory;
        this.setup = setup;
        this.trust = new AuditTrust(directory);
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
     * Opens the log in a folder, which is made if absent. One that is damaged opens, too, but is distrusted and gives no
     * records.
     *
     * @throws JournalFault if the folder can't be used
     */
    public static AuditLog open(Path directory, Setup setup) {
        AuditLog log = new AuditLog(directory, setup);
        log.open();
        return log;
    }

    private void open() {
        try {
            store = Optional.of(AuditStore.open(directory, setup));
            opened.incrementAndGet();
        } catch (AuditFault e) {
            trust.lose(e, AuditStore.counted(directory, setup));
        }
    }

    /** From now on nothing is recorded, and so nothing may be read. */
    void distrust(AuditFault because) {
        trust.lose(because, store.map(held -> held.index().mark().size()).orElse(0L));
    }

    /** Whether what is here is what the ledger counts. */
    AuditTrust trust() {
        return trust;
    }

    /**
     * Asks that what is here is what the ledger counts.
     *
     * @throws AuditFault if it is not
     */
    public void requireTrusted() {
        Optional<AuditFault> doubt = trust.doubt();
        if (doubt.isPresent()) {
            throw doubt.get().again();
        }
    }

    boolean isTrusted() {
        return trust.doubt().isEmpty();
    }

    /** Why nothing can be recorded, and so nothing may be read; empty if it can. */
    public Optional<Fault> fault() {
        Optional<Fault> fault = trust.doubt().map(Fault.class::cast);
        return fault.or(() -> store.flatMap(AuditStore::fault)).or(() -> indexFault);
    }

    /** The member whose records these are. */
    public MemberId member() {
        return setup.member();
    }

    /**
     * Reads the records and their index. What is found to be wrong with them stops all further reads.
     *
     * @throws AuditFault if they are not there, or not what they must be
     */
    <T> T reading(Function<AuditStore, T> reader) {
        Optional<AuditStore> held = store;
        if (held.isEmpty()) {
            requireTrusted();
        }
        AuditStore from = held.orElseThrow(() -> new IllegalStateException("the audit log is closed"));
        try {
            return reader.apply(from);
        } catch (Fault e) {
            if (!store.equals(held)) {
                // It was closed to be mended meanwhile.
                requireTrusted();
            }
            throw found(from, e);
        }
    }

    private Fault found(AuditStore in, Fault fault) {
        Optional<AuditFault> wrong = fault instanceof AuditFault known
                ? Optional.of(known)
                : Optional.of(fault)
                        .filter(other -> other.code() == SubmitFault.Kind.STORE)
                        .map(other -> new AuditFault(AuditFault.Kind.INDEX_WRONG, other.context(), other));
        wrong.ifPresent(because -> trust.lose(because, in.index().mark().size()));
        return wrong.<Fault>map(because -> because).orElse(fault);
    }

    /** How often the records and their index were opened. */
    long opened() {
        return opened.get();
    }

    /** Whether the records and their index can be read. */
    boolean isOpen() {
        return store.isPresent();
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
                reading(held -> append(held, reserve(held, entry), done));
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
                    entry.request().patient(), key -> new Numbers(held.index().last(key)));
            numbers.waiting++;
            numbers.last++;
            AuditRecord record = new AuditRecord(
                    Bytes.of(salt), numbers.last, setup.member(), entry.request(), entry.access(), entry.ruling());
            return new Reserved(record, numbers);
        }
    }

    private Reserved append(AuditStore held, Reserved reserved, CompletableFuture<AuditRecord> done) {
        Bytes bytes = reserved.record().encode();
        byte[] sealed = held.seal(bytes);
        try {
            held.journal().append(sealed, new Recorded(held, reserved, bytes, sealed, done));
            return reserved;
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
            throw found(held, e);
        } catch (Fault e) {
            indexFault = Optional.of(e);
            throw e;
        }
        unindexed.forEach(waiting -> settle(waiting.reserved()));
        unindexed.clear();
    }

    private <T> T answer(Function<AuditStore, T> reader) {
        requireTrusted();
        return reading(reader);
    }

    /** How many durable records a patient has. */
    public long count(PatientHandle patient) {
        return answer(held -> held.index().count(patient));
    }

    /** A record by its number, or empty if there is no such. */
    public Optional<AuditRecord> record(PatientHandle patient, long number) {
        return answer(held -> held.record(patient, number)).map(AuditIndex.Durable::record);
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
        return answer(held -> shown(held, patient, range));
    }

    private static Evidence.Records shown(AuditStore held, PatientHandle patient, Range range) {
        List<Bytes> records = new ArrayList<>();
        long bytes = 0;
        for (long number = range.first(); number <= range.count() && records.size() < range.most(); number++) {
            Bytes record = held.record(patient, number).orElseThrow().bytes();
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
        return answer(held -> {
            NodeReader tree = held.index().trailTree(patient);
            return new Evidence.Growth(
                    from, tree.root(from), tree.consistency(from, count).path());
        });
    }

    /** The position up to which there are records now. */
    public long end() {
        return answer(held -> held.index().mark().end());
    }

    /** Where a record stands in the order by time. */
    public AuditPlace place(AuditRecord record) {
        long position = answer(held -> held.index().position(record.request().patient(), record.number()))
                .orElseThrow();
        return new AuditPlace(record.access().time(), position);
    }

    /** The record at a place that was found by a query. */
    public AuditRecord record(AuditPlace place, AuditQuery query) {
        return answer(held -> held.record(place, query));
    }

    /**
     * The first places of what is wanted, in the order by time.
     *
     * @param behind where to begin, without it; empty for the beginning
     * @param most how many at most
     */
    public List<AuditPlace> find(AuditQuery query, Optional<AuditPlace> behind, boolean newestFirst, int most) {
        return answer(held -> held.index().find(query, behind, newestFirst, most));
    }

    /** How many records there are of what is wanted. */
    public long count(AuditQuery query) {
        return answer(held -> held.index().count(query));
    }

    /**
     * Prepares a log that is distrusted for going on without what is lost. Of one that is damaged all is put aside as it
     * was, for whoever looks into it, and the records up to the first that can't be read are left. The index is made again.
     *
     * @throws Fault if the disk refuses
     */
    void salvage() {
        if (trust.isDamaged()) {
            long[] counted = {0};
            reopen(() -> counted[0] = AuditStore.salvage(directory, setup));
            if (isOpen()) {
                trust.salvaged(counted[0]);
            }
        } else {
            reindex();
        }
    }

    /**
     * Makes the index again from the records. Until it is compared, the log is distrusted.
     *
     * @throws Fault if the disk refuses
     */
    void reindex() {
        trust.lose(AuditFault.indexWrong("all"), 0);
        reopen(() -> AuditStore.forgetIndex(directory));
    }

    /** Closes a log that is distrusted, so that nobody appends, and opens it again. One at a time. */
    private void reopen(Runnable mending) {
        Optional<AuditStore> former;
        synchronized (order) {
            former = store;
            store = Optional.empty();
        }
        // Without the locks, which whoever writes what waits may need.
        former.ifPresent(AuditStore::close);
        synchronized (numbering) {
            written.clear();
            unindexed.clear();
        }
        mending.run();
        open();
    }

    /** Waits for what is being written, then releases the files. */
    @Override
    public void close() {
        store.ifPresent(AuditStore::close);
    }
}
