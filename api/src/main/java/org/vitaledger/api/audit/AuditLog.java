package org.vitaledger.api.audit;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
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
    private final AuditTrust trust;
    private final AtomicLong opened = new AtomicLong();
    private volatile Optional<Opened> files = Optional.empty();

    /** What can be read, and what adds to it. */
    private record Opened(AuditStore store, AuditWriter writer) {}

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
            AuditStore store = AuditStore.open(directory, setup);
            files = Optional.of(new Opened(store, new AuditWriter(store, setup)));
            opened.incrementAndGet();
        } catch (AuditFault e) {
            trust.lose(e, AuditStore.counted(directory, setup));
        }
    }

    /** From now on nothing is recorded, and so nothing may be read. */
    void distrust(AuditFault because) {
        trust.lose(
                because, files.map(held -> held.store().index().mark().size()).orElse(0L));
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
        return fault.or(() -> files.map(Opened::store).flatMap(AuditStore::fault))
                .or(() -> files.map(Opened::writer).flatMap(AuditWriter::fault));
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
        return with(held -> reader.apply(held.store()));
    }

    private <T> T with(Function<Opened, T> use) {
        Optional<Opened> held = files;
        if (held.isEmpty()) {
            requireTrusted();
        }
        Opened open = held.orElseThrow(() -> new IllegalStateException("the audit log is closed"));
        try {
            return use.apply(open);
        } catch (Fault e) {
            if (!files.equals(held)) {
                // They were closed to be mended meanwhile.
                requireTrusted();
            }
            throw found(open.store(), e);
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
        return files.isPresent();
    }

    /**
     * Records an access. The future holds the numbered record once it is durable, and fails with a {@link Fault} if it
     * can't be made so; then the answer must not leave.
     */
    public CompletableFuture<AuditRecord> append(AuditEntry entry) {
        try {
            requireTrusted();
            return with(held -> held.writer().append(entry));
        } catch (Fault e) {
            return CompletableFuture.failedFuture(e);
        }
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
        return answer(held -> held.index().search().find(query, behind, newestFirst, most));
    }

    /** How many records there are of what is wanted. */
    public long count(AuditQuery query) {
        return answer(held -> held.index().search().count(query));
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
            reopen(() -> counted[0] = AuditSalvage.salvage(directory, setup));
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
        Optional<Opened> former = files;
        files = Optional.empty();
        former.map(Opened::store).ifPresent(AuditStore::close);
        mending.run();
        open();
    }

    /** Waits for what is being written, then releases the files. */
    @Override
    public void close() {
        files.map(Opened::store).ifPresent(AuditStore::close);
    }
}
