package org.vitaledger.api.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.vitaledger.api.audit.AuditIndex.Durable;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.audit.PatientTrail;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalReader;
import org.vitaledger.journal.JournalRecord;
import org.vitaledger.journal.RecordCipher;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.store.KeyValues;

/**
 * The files of an audit log: encrypted records in a journal, and their index, with the map of patients as it was anchored
 * last. Records are added by the log, the map by whoever anchors; any thread may read.
 */
final class AuditStore implements AutoCloseable {
    static final String RECORDS = "records";
    private static final String INDEX = "index";

    /** How many records are added to the index, or read for the map, at a time. */
    static final int STEP = 5_000;

    private final Journal journal;
    private final AuditIndex index;
    private final RecordCipher cipher;
    private volatile AuditMap map;

    private AuditStore(Journal journal, AuditIndex index, RecordCipher cipher) {
        this.journal = journal;
        this.index = index;
        this.cipher = cipher;
        this.map = AuditMap.read(index.values(), cipher);
    }

    /** The folder of the records in that of a log. */
    static Path records(Path directory) {
        return directory.resolve(RECORDS);
    }

    /** The folder of the index in that of a log. */
    static Path index(Path directory) {
        return directory.resolve(INDEX);
    }

    /**
     * Opens the files, and brings the index level with the records.
     *
     * @throws AuditFault of kind DAMAGED if something is not the next record
     * @throws JournalFault if the folder of the records can't be used
     * @throws SubmitFault if that of the index can't
     */
    static AuditStore open(Path directory, AuditLog.Setup setup) {
        AuditSalvage.finish(directory);
        RecordCipher cipher = setup.cipher();
        try {
            Journal journal = Journal.open(records(directory), setup.journal());
            try {
                return open(directory, setup, journal, cipher);
            } catch (RuntimeException e) {
                journal.close();
                throw e;
            }
        } catch (JournalFault e) {
            throw e.kind() == JournalFault.Kind.DAMAGED ? new AuditFault(AuditFault.Kind.DAMAGED, e.context(), e) : e;
        }
    }

    private static AuditStore open(Path directory, AuditLog.Setup setup, Journal journal, RecordCipher cipher) {
        try {
            return tryToOpen(directory, setup, journal, cipher);
        } catch (AuditFault | SubmitFault e) {
            if (e.code() == AuditFault.Kind.DAMAGED) {
                throw e;
            }
            forgetIndex(directory);
            return tryToOpen(directory, setup, journal, cipher);
        }
    }

    private static AuditStore tryToOpen(Path directory, AuditLog.Setup setup, Journal journal, RecordCipher cipher) {
        AuditKeys keys = new AuditKeys(setup.key());
        AuditIndex index = AuditIndex.open(index(directory), keys, journal.id(), journal.endPosition());
        try {
            recover(journal, index, new Opening(cipher, setup));
            return new AuditStore(journal, index, cipher);
        } catch (RuntimeException e) {
            index.close();
            throw e;
        }
    }

    private static void recover(Journal journal, AuditIndex index, Opening opening) {
        Map<PatientHandle, Long> counts = new HashMap<>();
        List<Durable> batch = new ArrayList<>();
        journal.replay(Math.max(journal.firstPosition(), index.mark().end()), stored -> {
            Durable durable = opening.open(stored);
            PatientHandle patient = durable.record().request().patient();
            long next = counts.merge(patient, 1L, (count, _) -> count + 1);
            if (next == 1) {
                next = index.count(patient) + 1;
                counts.put(patient, next);
            }
            if (durable.record().number() != next) {
                throw damaged(stored.position(), null);
            }
            batch.add(durable);
            if (batch.size() == STEP) {
                index.add(batch);
                batch.clear();
                counts.clear();
            }
        });
        if (!batch.isEmpty()) {
            index.add(batch);
        }
    }

    /** Opens records, and asks that they are of this log. */
    record Opening(RecordCipher cipher, AuditLog.Setup setup) {
        Durable open(JournalRecord stored) {
            Durable durable = AuditStore.open(cipher, stored);
            if (!durable.record().member().equals(setup.member())) {
                throw damaged(stored.position(), null);
            }
            return durable;
        }
    }

    /**
     * Decrypts and reads a record.
     *
     * @throws AuditFault of kind DAMAGED if it is none
     */
    static Durable open(RecordCipher cipher, JournalRecord stored) {
        byte[] bytes = cipher.open(stored.payload()).orElseThrow(() -> damaged(stored.position(), null));
        try {
            return new Durable(AuditRecord.parse(bytes), Bytes.of(bytes), stored.position(), stored.end());
        } catch (CborRejected | IllegalArgumentException e) {
            throw damaged(stored.position(), e);
        }
    }

    private static AuditFault damaged(long position, @Nullable Throwable cause) {
        return new AuditFault(AuditFault.Kind.DAMAGED, Map.of("position", position), cause);
    }

    /** Throws the index of a closed log away: opening makes it again. */
    static void forgetIndex(Path directory) {
        KeyValues.open(index(directory)).emptied().close();
    }

    /** How many records the index of a closed log says there are; 0 if it can't be read. */
    static long counted(Path directory, AuditLog.Setup setup) {
        Optional<AuditIndex> index = AuditIndex.openToCheck(index(directory), new AuditKeys(setup.key()));
        index.ifPresent(AuditIndex::close);
        return index.map(it -> it.mark().size()).orElse(0L);
    }

    Journal journal() {
        return journal;
    }

    AuditIndex index() {
        return index;
    }

    Optional<Fault> fault() {
        return journal.fault().map(Fault.class::cast);
    }

    byte[] seal(Bytes record) {
        return cipher.seal(record.toArray());
    }

    /** A patient's record; empty if there is none of that number. */
    Optional<Durable> record(PatientHandle patient, long number) {
        OptionalLong position = index.position(patient, number);
        if (position.isEmpty()) {
            return Optional.empty();
        }
        Durable found = record(position.getAsLong());
        AuditRecord record = found.record();
        require(record.request().patient().equals(patient) && record.number() == number);
        return Optional.of(found);
    }

    /** The record at a place that was found by a query. */
    AuditRecord record(AuditPlace place, AuditQuery query) {
        AuditRecord found = record(place.position()).record();
        require(query.asksFor(found) && found.access().time().equals(place.time()));
        return found;
    }

    private static void require(boolean isWhatTheIndexSays) {
        if (!isWhatTheIndexSays) {
            throw AuditFault.indexWrong("a place");
        }
    }

    private Durable record(long position) {
        try {
            return open(cipher, new JournalRecord(position, journal.read(position)));
        } catch (JournalFault e) {
            throw e.kind() == JournalFault.Kind.DAMAGED ? damaged(position, e) : e;
        }
    }

    /**
     * Checks all that there is of the records behind a place, in their order, and shows them.
     *
     * @param position where the first begins
     * @param visitor takes each, and says whether to go on
     * @return the position behind the last that was shown
     * @throws AuditFault of kind DAMAGED or INDEX_WRONG
     */
    long check(long first, long end, long position, Predicate<Durable> visitor) {
        JournalReader reader = journal.reader(Math.max(journal.firstPosition(), position));
        boolean goesOn = true;
        for (long place = first; place < end && goesOn; place++) {
            Durable durable = next(reader);
            if (!index.holds(place, durable)) {
                throw AuditFault.indexWrong("a record");
            }
            goesOn = visitor.test(durable);
        }
        return reader.position();
    }

    private Durable next(JournalReader reader) {
        try {
            JournalRecord stored = reader.next();
            if (stored == null) {
                throw AuditFault.indexWrong("the end");
            }
            return open(cipher, stored);
        } catch (JournalFault e) {
            throw e.kind() == JournalFault.Kind.DAMAGED ? damaged(reader.position(), e) : e;
        }
    }

    /** The head of the log over the records that a map is over. */
    AuditHead head(AuditMap at) {
        return AuditHead.of(at.size(), index.logTree().root(at.size()), at.map().root());
    }

    /** The map that was anchored last. */
    AuditMap map() {
        return map;
    }

    /** The map over the first {@code size} records, which are not fewer than those of {@code from}. */
    AuditMap mapOver(AuditMap from, long size) {
        AuditMap next = from;
        while (next.size() < size) {
            next = step(next, Math.min(size, next.size() + STEP));
        }
        return next;
    }

    /** Brings the map that is written down to the first {@code size} records, which are not fewer than its own. */
    void advance(long size) {
        while (map.size() < size) {
            keep(step(map, Math.min(size, map.size() + STEP)));
        }
    }

    /** Writes down the map that is anchored now, and gives it as it is written down. */
    AuditMap keep(AuditMap anchored) {
        AuditMap kept = anchored.size() == map.size() ? map : anchored.write(map, index.values(), cipher);
        map = kept;
        return kept;
    }

    /** What is anchored can't be taken back, so it is checked that every trail goes on from what it was. */
    private AuditMap step(AuditMap from, long size) {
        Map<PatientHandle, Long> counts = new HashMap<>();
        long end = check(from.size(), size, from.end(), durable -> {
            AuditRecord record = durable.record();
            PatientHandle patient = record.request().patient();
            Long last = counts.get(patient);
            if (record.number() != 1 + (last == null ? before(from, patient) : last)) {
                throw AuditFault.indexWrong("a number");
            }
            counts.put(patient, record.number());
            return true;
        });
        Map<PatientHandle, PatientTrail> trails = new HashMap<>();
        counts.forEach((patient, count) -> trails.put(
                patient, new PatientTrail(count, index.trailTree(patient).root(count))));
        return from.with(trails, size, end);
    }

    /** How many records a patient had; the tree over them must have the root that it had. */
    private long before(AuditMap from, PatientHandle patient) {
        Optional<PatientTrail> trail = from.trail(patient);
        if (trail.isEmpty()) {
            return 0;
        }
        long count = trail.get().count();
        if (!index.trailTree(patient).root(count).equals(trail.get().root())) {
            throw AuditFault.indexWrong("a trail");
        }
        return count;
    }

    @Override
    public void close() {
        journal.close();
        index.close();
    }
}
