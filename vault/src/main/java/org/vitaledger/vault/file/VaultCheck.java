package org.vitaledger.vault.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.journal.JournalCheck;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalRecord;
import org.vitaledger.vault.SealFault;
import org.vitaledger.vault.SealedBatch;
import org.vitaledger.vault.file.VaultFinding.BatchName;
import org.vitaledger.vault.key.NodeKey;
import org.vitaledger.vault.key.NodeKeyStore;
import org.vitaledger.vault.key.PatientKeys;
import org.vitaledger.vault.sort.SortedRuns;

/**
 * Derives again all that a stopped vault holds from its raw data, changes nothing, and tells what differs: checksums of
 * every record, keys, the seal of every pack and document whose key is there, every commitment, the numbering of batches,
 * and the index. One thread reads the records, the others derive; memory stays bounded however many there are.
 */
public final class VaultCheck {
    private static final int LINE = 256;
    private static final long LINE_BYTES = 16 << 20;

    private final VaultFiles files;
    private final VaultCheckOptions options;
    private final Consumer<SealedBatch> visitor;
    private final List<VaultFinding> findings = new ArrayList<>();
    private final Map<GatewayId, Long> lastBatch = new HashMap<>();
    private final RecordNames names = new RecordNames();
    private final CheckWorkers workers;
    private final CheckWorkers.Line<CheckedRecord> line;
    private final SortedRuns runs;
    private final @Nullable PatientKeys keys;
    private final IndexCheck index;
    private long read;
    private long all;
    private long batches;
    private long readings;
    private long opened;

    /**
     * What a check saw.
     *
     * @param findings all that is not as it should be
     * @param batches how many batches there are
     * @param readings how many readings in them
     * @param opened of how many the seal and the commitment could be checked; the others' keys are destroyed
     */
    public record Report(List<VaultFinding> findings, long batches, long readings, long opened) {
        public Report {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Which vault.
     *
     * @param directory its folder
     * @param keyStore where its node key is
     * @param password what opens that
     */
    public record Target(Path directory, Path keyStore, char[] password) {}

    private VaultCheck(Target target, VaultCheckOptions options, Consumer<SealedBatch> visitor) {
        this.files = new VaultFiles(target.directory());
        this.options = options;
        this.visitor = visitor;
        this.keys = openKeys(() -> NodeKeyStore.open(target.keyStore(), target.password()));
        this.workers = new CheckWorkers(options.threads());
        this.line = workers.line(LINE, LINE_BYTES, this::take);
        this.runs = new SortedRuns(options.scratch(), options.sort());
        this.index = IndexCheck.open(files.index(), findings::add, runs);
    }

    /** As {@link #check(Target, VaultCheckOptions, Consumer)} with the usual options. */
    public static Report check(Path directory, Path keyStore, char[] password, Consumer<SealedBatch> visitor) {
        return check(new Target(directory, keyStore, password), VaultCheckOptions.defaults(), visitor);
    }

    /**
     * Checks a vault and shows every batch, in the order of the records, to {@code visitor} so that it can be compared with
     * what the ledger says of it.
     *
     * @throws SealFault if a process has the vault open, the disk can't be read, or there is no room for scratch files
     */
    public static Report check(Target target, VaultCheckOptions options, Consumer<SealedBatch> visitor) {
        VaultCheck check = new VaultCheck(target, options, visitor);
        try {
            return check.run();
        } catch (JournalFault e) {
            throw Faults.of(e);
        } finally {
            check.close();
        }
    }

    private @Nullable PatientKeys openKeys(Supplier<NodeKey> nodeKey) {
        if (!Files.exists(files.keys()) && !Files.exists(files.journal())) {
            return null;
        }
        try {
            return PatientKeys.openToCheck(
                    files.keys(), nodeKey.get(), (offset, what) -> add(files.keys(), offset, what));
        } catch (SealFault e) {
            Path file = Path.of(e.context().getOrDefault("file", files.keys().toString()));
            long offset = Long.parseLong(e.context().getOrDefault("offset", "0"));
            add(file, offset, e.context().getOrDefault("what", e.code().text()));
            return null;
        }
    }

    private Report run() {
        all = journalBytes();
        JournalCheck.Report journal = JournalCheck.check(files.journal(), this::visit);
        line.finish();
        journal.findings().forEach(finding -> add(finding.file(), finding.offset(), finding.what()));
        if (keys == null) {
            index.incomplete();
        }
        index.finish(journal.end(), workers, names, options.progress());
        return new Report(findings, batches, readings, opened);
    }

    private long journalBytes() {
        if (!Files.isDirectory(files.journal())) {
            return 0;
        }
        try (Stream<Path> segments = Files.list(files.journal())) {
            return segments.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw Faults.of(new JournalFault(JournalFault.Kind.READ_FAILED, Map.of("journal", files.journal()), e));
        }
    }

    private void visit(Path file, long offset, JournalRecord record) {
        names.seen(file, offset, record);
        RecordCheck.At at = new RecordCheck.At(file, offset, record);
        line.add(record.payload().length, () -> RecordCheck.check(keys, index, at));
        read += record.end() - record.position();
        options.progress().accept(new VaultProgress(VaultProgress.Part.RECORDS, read, all, readings));
    }

    private void take(CheckedRecord record) {
        record.name().ifPresent(name -> requireFollows(record, name));
        findings.addAll(record.findings());
        opened += record.opened();
        record.batch().ifPresent(batch -> {
            batches++;
            readings += batch.commitments().size();
            visitor.accept(batch);
        });
    }

    private void requireFollows(CheckedRecord record, BatchName name) {
        Long before = lastBatch.put(name.gateway(), name.number());
        if (name.number() != (before == null ? 1 : before + 1)) {
            String what = "the batch does not follow the gateway's last";
            findings.add(new VaultFinding(record.file(), record.offset(), Optional.of(name), what));
        }
    }

    private void add(Path file, long offset, String what) {
        findings.add(new VaultFinding(file, offset, Optional.empty(), what));
    }

    private void close() {
        workers.close();
        index.close();
        runs.close();
        if (keys != null) {
            keys.close();
        }
    }
}
