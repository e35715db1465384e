package org.vitaledger.api.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
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
import org.vitaledger.journal.JournalCheck;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalReader;
import org.vitaledger.journal.JournalRecord;
import org.vitaledger.journal.RecordCipher;
import org.vitaledger.ledger.store.KeyValues;

/**
 * The files of an audit log: encrypted records in a journal, and their index, with the map of patients as it was anchored
 * last. Records are added by the log, the map by whoever anchors; any thread may read.
 */
final class AuditStore implements AutoCloseable {
    private static final String RECORDS = "records";
    private static final String INDEX = "index";
    private static final String SALVAGED = "records.salvaged";

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
     * @throws JournalFault if a folder can't be used
     */
    static AuditStore open(Path directory, AuditLog.Setup setup) {
        finishSalvage(directory);
        RecordCipher cipher = setup.cipher();
        Journal journal = Journal.open(records(directory), setup.journal());
        try {
            try {
                return open(directory, setup, journal, cipher);
            } catch (AuditFault e) {
                if (e.code() != AuditFault.Kind.INDEX_WRONG) {
                    throw e;
                }
                forgetIndex(directory);
                return open(directory, setup, journal, cipher);
            }
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private static AuditStore open(Path directory, AuditLog.Setup setup, Journal journal, RecordCipher cipher) {
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
    private record Opening(RecordCipher cipher, AuditLog.Setup setup) {
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

    /**
     * Makes a log of the records before the damage, and puts the damaged ones aside. What is cut short is begun anew, or
     * finished at the next opening.
     *
     * @throws AuditFault of kind NOT_SALVAGED if the disk refuses
     */
    static void salvage(Path directory, AuditLog.Setup setup) {
        Path records = records(directory);
        Path salvaged = directory.resolve(SALVAGED);
        try {
            clear(salvaged);
            copyWhole(records, salvaged, setup);
            Files.move(records, aside(directory));
        } catch (IOException | JournalFault e) {
            throw new AuditFault(AuditFault.Kind.NOT_SALVAGED, Map.of("folder", records), e);
        }
        finishSalvage(directory);
    }

    /** What was salvaged takes the place of what was put aside. */
    private static void finishSalvage(Path directory) {
        Path salvaged = directory.resolve(SALVAGED);
        if (Files.isDirectory(salvaged) && !Files.exists(records(directory))) {
            try {
                Files.move(salvaged, records(directory));
            } catch (IOException e) {
                throw new AuditFault(AuditFault.Kind.NOT_SALVAGED, Map.of("folder", salvaged), e);
            }
        }
    }

    private static void clear(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void copyWhole(Path records, Path to, AuditLog.Setup setup) {
        Map<Path, Long> firstDamage = new HashMap<>();
        JournalCheck.check(records, record -> {})
                .findings()
                .forEach(finding -> firstDamage.merge(finding.file(), finding.offset(), Math::min));
        try (Journal fresh = Journal.open(to, setup.journal())) {
            Opening opening = new Opening(setup.cipher(), setup);
            Map<PatientHandle, Long> counts = new HashMap<>();
            boolean[] ended = {false};
            AtomicReference<CompletableFuture<Long>> last =
                    new AtomicReference<>(CompletableFuture.completedFuture(0L));
            JournalCheck.check(records, (file, offset, stored) -> {
                ended[0] |= firstDamage.entrySet().stream().anyMatch(damage -> isBehind(damage, file, offset));
                ended[0] = ended[0] || !isNext(opening, stored, counts);
                if (!ended[0]) {
                    last.set(fresh.append(stored.payload()));
                }
            });
            await(last.get());
        }
    }

    private static void await(CompletableFuture<Long> durable) {
        try {
            durable.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof JournalFault fault ? fault : e;
        }
    }

    /** Segments are named in their order. */
    private static boolean isBehind(Map.Entry<Path, Long> damage, Path file, long offset) {
        int order = damage.getKey().compareTo(file);
        return order < 0 || (order == 0 && damage.getValue() <= offset);
    }

    private static boolean isNext(Opening opening, JournalRecord stored, Map<PatientHandle, Long> counts) {
        try {
            AuditRecord record = opening.open(stored).record();
            return record.number() == counts.merge(record.request().patient(), 1L, Long::sum);
        } catch (AuditFault e) {
            return false;
        }
    }

    private static Path aside(Path directory) {
        int number = 1;
        while (Files.exists(directory.resolve(RECORDS + ".damaged-" + number))) {
            number++;
        }
        return directory.resolve(RECORDS + ".damaged-" + number);
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

    /** Decrypts a record of the journal. */
    Durable open(JournalRecord stored) {
        return open(cipher, stored);
    }

    /**
     * The record that begins at a position.
     *
     * @throws AuditFault of kind DAMAGED if it is not what it was
     */
    Durable record(long position) {
        try {
            return open(cipher, new JournalRecord(position, journal.read(position)));
        } catch (JournalFault e) {
            throw e.kind() == JournalFault.Kind.DAMAGED ? damaged(position, e) : e;
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

    /** Writes down the map that is anchored now. */
    void keep(AuditMap anchored) {
        if (anchored.size() != map.size()) {
            map = anchored.write(map, index.values(), cipher);
        }
    }

    private AuditMap step(AuditMap from, long size) {
        JournalReader reader = journal.reader(Math.max(journal.firstPosition(), from.end()));
        Map<PatientHandle, Long> counts = new HashMap<>();
        for (long i = from.size(); i < size; i++) {
            JournalRecord stored = reader.next();
            if (stored == null) {
                throw new AuditFault(AuditFault.Kind.INDEX_WRONG, Map.of("what", "the end"), null);
            }
            AuditRecord record = open(cipher, stored).record();
            counts.put(record.request().patient(), record.number());
        }
        Map<PatientHandle, PatientTrail> trails = new HashMap<>();
        counts.forEach((patient, count) -> trails.put(
                patient, new PatientTrail(count, index.trailTree(patient).root(count))));
        return from.with(trails, size, reader.position());
    }

    @Override
    public void close() {
        journal.close();
        index.close();
    }
}
