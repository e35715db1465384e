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
 * them all; what a patient's tree holds is what is on disk. Safe for any thread.
 */
public final class AuditLog implements AutoCloseable {
    private final MemberId member;
    private final Journal journal;
    private final Map<PatientHandle, AuditChain> chains = new HashMap<>();

    private AuditLog(MemberId member, Journal journal) {
        this.member = member;
        this.journal = journal;
    }

    /**
     * Opens the log in a folder, which is made if absent.
     *
     * @throws JournalFault if the folder can't be used
     * @throws AuditFault VL-AUDIT-001 if a record is not the next of its patient
     */
    public static AuditLog open(Path directory, MemberId member, JournalOptions options) {
        Journal journal = Journal.open(directory, options);
        AuditLog log = new AuditLog(member, journal);
        try {
            journal.replay(journal.firstPosition(), log::recover);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
        return log;
    }

    /**
     * Records an access. The future holds the numbered record once it is durable, and fails with a {@link JournalFault}
     * if it can't be made so; then the answer must not leave.
     */
    public CompletableFuture<AuditRecord> append(AuditEntry entry) {
        CompletableFuture<AuditRecord> done = new CompletableFuture<>();
        synchronized (this) {
            AuditChain chain = chain(entry.request().patient());
            AuditRecord record =
                    new AuditRecord(chain.nextNumber(), member, entry.request(), entry.access(), entry.ruling());
            Bytes bytes = record.encode();
            journal.append(bytes.toArray(), new Completion() {
                @Override
                public void forced(long position) {
                    add(chain, bytes, position);
                    done.complete(record);
                }

                @Override
                public void failed(JournalFault fault) {
                    done.completeExceptionally(fault);
                }
            });
        }
        return done;
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
        return Optional.of(parse(new JournalRecord(position, journal.read(position))));
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
        journal.close();
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
