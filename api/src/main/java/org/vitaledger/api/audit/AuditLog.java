package org.vitaledger.api.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.contract.AuditHead;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.merkle.InclusionProof;
import org.vitaledger.core.proof.AuditRecord;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.journal.Completion;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.journal.JournalRecord;

/**
 * The audit records of one member, durable and numbered without gaps per patient (INV-004, INV-011). Opening replays
 * them all; what a patient's tree holds is what is on disk. A log that is not what it was takes no records, so that nobody
 * reads, while the rest of the node works. Safe for any thread.
 */
public final class AuditLog implements AutoCloseable {
    private final MemberId member;
    private final Optional<Journal> journal;
    private final Map<PatientHandle, AuditChain> chains = new HashMap<>();
    private volatile Optional<AuditFault> distrust = Optional.empty();

    private AuditLog(MemberId member, Optional<Journal> journal) {
        this.member = member;
        this.journal = journal;
    }

    /**
     * Opens the log in a folder, which is made if absent. One that is damaged opens, too, but is {@link #distrust
     * distrusted} and gives no records.
     *
     * @throws JournalFault if the folder can't be used
     */
    public static AuditLog open(Path directory, MemberId member, JournalOptions options) {
        try {
            Journal journal = Journal.open(directory, options);
            AuditLog log = new AuditLog(member, Optional.of(journal));
            try {
                journal.replay(journal.firstPosition(), log::recover);
            } catch (RuntimeException e) {
                journal.close();
                throw e;
            }
            return log;
        } catch (AuditFault e) {
            return damaged(member, e);
        } catch (JournalFault e) {
            if (e.kind() != JournalFault.Kind.DAMAGED) {
                throw e;
            }
            return damaged(member, new AuditFault(AuditFault.Kind.DAMAGED, e.context(), e));
        }
    }

    private static AuditLog damaged(MemberId member, AuditFault fault) {
        AuditLog log = new AuditLog(member, Optional.empty());
        log.distrust(fault);
        return log;
    }

    /** From now on nothing is recorded, and so nothing may be read. */
    void distrust(AuditFault because) {
        distrust = Optional.of(because);
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

    boolean isTrusted() {
        return distrust.isEmpty();
    }

    /** Why nothing can be recorded, and so nothing may be read; empty if it can. */
    public Optional<Fault> fault() {
        Optional<AuditFault> fault = distrust;
        return fault.isPresent()
                ? fault.map(Fault.class::cast)
                : journal.flatMap(Journal::fault).map(Fault.class::cast);
    }

    /**
     * Records an access. The future holds the numbered record once it is durable, and fails with a {@link Fault} if it
     * can't be made so; then the answer must not leave.
     */
    public CompletableFuture<AuditRecord> append(AuditEntry entry) {
        CompletableFuture<AuditRecord> done = new CompletableFuture<>();
        synchronized (this) {
            AuditChain chain = chain(entry.request().patient());
            try {
                requireTrusted();
                AuditRecord record =
                        new AuditRecord(chain.nextNumber(), member, entry.request(), entry.access(), entry.ruling());
                Bytes bytes = record.encode();
                held().append(bytes.toArray(), new Recorded(chain, record, bytes, done));
            } catch (AuditFault | JournalFault e) {
                chain.forgetUnwritten();
                done.completeExceptionally(e);
            }
        }
        return done;
    }

    private Journal held() {
        return journal.orElseThrow(() -> new IllegalStateException("a damaged log is distrusted"));
    }

    private final class Recorded implements Completion {
        private final AuditChain chain;
        private final AuditRecord record;
        private final Bytes bytes;
        private final CompletableFuture<AuditRecord> done;

        Recorded(AuditChain chain, AuditRecord record, Bytes bytes, CompletableFuture<AuditRecord> done) {
            this.chain = chain;
            this.record = record;
            this.bytes = bytes;
            this.done = done;
        }

        @Override
        public void forced(long position) {
            add(chain, bytes, position);
            done.complete(record);
        }

        @Override
        public void failed(JournalFault fault) {
            // All that waits fails, and nothing new is taken before this returns: the numbers are free again.
            synchronized (AuditLog.this) {
                chain.forgetUnwritten();
            }
            done.completeExceptionally(fault);
        }
    }

    /** The member whose records these are. */
    public MemberId member() {
        return member;
    }

    /** The patients that have durable records, in order. */
    public List<PatientHandle> patients() {
        synchronized (chains) {
            return List.copyOf(new TreeSet<>(chains.keySet()));
        }
    }

    /** How many durable records a patient has. */
    public long count(PatientHandle patient) {
        synchronized (chains) {
            AuditChain chain = chains.get(patient);
            return chain == null ? 0 : chain.count();
        }
    }

    /** The head over a patient's first {@code count} records; empty if there are not so many. */
    public Optional<AuditHead> head(PatientHandle patient, long count) {
        synchronized (chains) {
            AuditChain chain = chains.get(patient);
            return chain == null || count < 1 || count > chain.count()
                    ? Optional.empty()
                    : Optional.of(new AuditHead(patient, count, chain.root(count)));
        }
    }

    /** A record by its number, or empty if there is no such. */
    public Optional<AuditRecord> record(PatientHandle patient, long number) {
        long position;
        synchronized (chains) {
            AuditChain chain = chains.get(patient);
            if (chain == null || number < 1 || number > chain.count()) {
                return Optional.empty();
            }
            position = chain.position(number);
        }
        return Optional.of(parse(new JournalRecord(position, held().read(position))));
    }

    /** That record {@code number} is among the first {@code count} of a patient; both must exist. */
    public InclusionProof inclusion(PatientHandle patient, long number, long count) {
        synchronized (chains) {
            return chain(patient).tree().inclusion(number - 1, count);
        }
    }

    /** Waits for what is being written, then releases the files. */
    @Override
    public void close() {
        journal.ifPresent(Journal::close);
    }

    private AuditChain chain(PatientHandle patient) {
        synchronized (chains) {
            return chains.computeIfAbsent(patient, key -> new AuditChain());
        }
    }

    private void add(AuditChain chain, Bytes record, long position) {
        synchronized (chains) {
            chain.add(record, position);
        }
    }

    private void recover(JournalRecord stored) {
        AuditRecord record = parse(stored);
        AuditChain chain = chain(record.request().patient());
        if (record.number() != chain.count() + 1 || !record.member().equals(member)) {
            throw new AuditFault(AuditFault.Kind.DAMAGED, Map.of("position", stored.position()), null);
        }
        chain.add(Bytes.of(stored.payload()), stored.position());
    }

    static AuditRecord parse(JournalRecord stored) {
        try {
            return AuditRecord.parse(stored.payload());
        } catch (CborRejected | IllegalArgumentException e) {
            throw new AuditFault(AuditFault.Kind.DAMAGED, Map.of("position", stored.position()), e);
        }
    }

    /** The heads of all patients whose count is above what {@code anchored} says, in order of the patients. */
    List<AuditHead> headsAbove(Map<PatientHandle, Long> anchored) {
        List<AuditHead> heads = new ArrayList<>();
        for (PatientHandle patient : patients()) {
            long count = count(patient);
            if (count > anchored.getOrDefault(patient, 0L)) {
                head(patient, count).ifPresent(heads::add);
            }
        }
        return heads;
    }
}
