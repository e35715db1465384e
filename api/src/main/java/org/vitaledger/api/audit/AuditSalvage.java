package org.vitaledger.api.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.journal.DurableFile;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalCheck;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalRecord;

/** Saves what is left of the records of a closed audit log that is damaged. */
final class AuditSalvage {
    private static final String SALVAGING = "records.salvaging";
    private static final String SALVAGED = "records.salvaged";

    private AuditSalvage() {}

    /**
     * Makes a log of the records before the damage, and puts the damaged ones aside. What is cut short is begun anew, or
     * finished at the next opening.
     *
     * @return how many records there were, as far as that can be seen
     * @throws AuditFault of kind NOT_SALVAGED if the disk refuses
     */
    static long salvage(Path directory, AuditLog.Setup setup) {
        Path records = AuditStore.records(directory);
        Path copy = directory.resolve(SALVAGING);
        Path whole = directory.resolve(SALVAGED);
        try {
            // One that was cut short has put the records aside.
            finish(directory);
            clear(copy);
            clear(whole);
            Files.deleteIfExists(whole);
            long seen = copyWhole(records, copy, setup);
            long counted = Math.max(seen, AuditStore.counted(directory, setup));
            move(copy, whole);
            move(records, aside(directory));
            finish(directory);
            return counted;
        } catch (IOException | JournalFault e) {
            throw new AuditFault(AuditFault.Kind.NOT_SALVAGED, Map.of("folder", records), e);
        }
    }

    /** What was salvaged takes the place of what was put aside. */
    static void finish(Path directory) {
        Path whole = directory.resolve(SALVAGED);
        if (Files.isDirectory(whole) && !Files.exists(AuditStore.records(directory))) {
            try {
                move(whole, AuditStore.records(directory));
            } catch (IOException e) {
                throw new AuditFault(AuditFault.Kind.NOT_SALVAGED, Map.of("folder", whole), e);
            }
        }
    }

    /** In a way that outlives a loss of power, before what comes next. */
    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to);
        DurableFile.forceDirectory(to.resolveSibling("."));
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

    /** Copies what is before the damage, and says how many records there are in all. */
    private static long copyWhole(Path records, Path to, AuditLog.Setup setup) {
        Map<Path, Long> firstDamage = new HashMap<>();
        JournalCheck.check(records, record -> {})
                .findings()
                .forEach(finding -> firstDamage.merge(finding.file(), finding.offset(), Math::min));
        try (Journal fresh = Journal.open(to, setup.journal())) {
            AuditStore.Opening opening = new AuditStore.Opening(setup.cipher(), setup);
            Map<PatientHandle, Long> counts = new HashMap<>();
            boolean[] ended = {false};
            long[] seen = {0};
            AtomicReference<CompletableFuture<Long>> last =
                    new AtomicReference<>(CompletableFuture.completedFuture(0L));
            JournalCheck.check(records, (file, offset, stored) -> {
                seen[0]++;
                ended[0] |= firstDamage.entrySet().stream().anyMatch(damage -> isBehind(damage, file, offset));
                ended[0] = ended[0] || !isNext(opening, stored, counts);
                if (!ended[0]) {
                    last.set(fresh.append(stored.payload()));
                }
            });
            await(last.get());
            // What can't be read was one at least.
            return seen[0] + firstDamage.size();
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

    private static boolean isNext(AuditStore.Opening opening, JournalRecord stored, Map<PatientHandle, Long> counts) {
        try {
            AuditRecord record = opening.open(stored).record();
            return record.number() == counts.merge(record.request().patient(), 1L, Long::sum);
        } catch (AuditFault e) {
            return false;
        }
    }

    private static Path aside(Path directory) {
        int number = 1;
        while (Files.exists(directory.resolve(AuditStore.RECORDS + ".damaged-" + number))) {
            number++;
        }
        return directory.resolve(AuditStore.RECORDS + ".damaged-" + number);
    }
}
