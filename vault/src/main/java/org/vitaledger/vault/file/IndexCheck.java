package org.vitaledger.vault.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.vitaledger.vault.SealFault;
import org.vitaledger.vault.sort.SortedRuns;

/**
 * Compares the index with what the records say: gathers that, sorted as the index is, and goes through both side by side.
 * An index that is missing is none to compare; one that lags behind is compared as far as it covers. Any thread gathers;
 * the rest is for one.
 */
final class IndexCheck implements AutoCloseable {
    private final Path directory;
    private final Consumer<VaultFinding> findings;
    private final @Nullable Index index;
    private final CodeNumbers codes;
    private final Coverage coverage;
    private final SortedRuns runs;
    private volatile boolean whole = true;

    private IndexCheck(Path directory, Consumer<VaultFinding> findings, SortedRuns runs, @Nullable Index index) {
        this.directory = directory;
        this.findings = findings;
        this.runs = runs;
        this.index = index;
        this.codes = index == null ? new CodeNumbers() : CodeNumbers.load(index);
        this.coverage = index == null ? Coverage.NONE : index.coverage();
    }

    static IndexCheck open(Path directory, Consumer<VaultFinding> findings, SortedRuns runs) {
        if (!Files.exists(directory.resolve("CURRENT"))) {
            return new IndexCheck(directory, findings, runs, null);
        }
        try {
            return new IndexCheck(directory, findings, runs, Index.openToCheck(directory));
        } catch (RocksDBException | SealFault _) {
            findings.accept(finding(directory, "the index is damaged; the next start makes it anew"));
            return new IndexCheck(directory, findings, runs, null);
        }
    }

    private static VaultFinding finding(Path directory, String what) {
        return new VaultFinding(directory, 0, Optional.empty(), what);
    }

    /** Where to write what the record at {@code position} says. */
    IndexFacts facts(long position) {
        return new IndexFacts(codes, position);
    }

    /** Takes what a record says, if the index covers it. */
    void add(IndexFacts facts) {
        if (index != null && facts.position() < coverage.end()) {
            runs.add(facts.items());
        }
    }

    /** Not all of what is sealed could be opened, so that the index may well know more. */
    void incomplete() {
        whole = false;
    }

    /**
     * Once all records were seen: compares.
     *
     * @param end the journal's end
     * @param names tells which record is meant
     */
    void finish(long end, CheckWorkers workers, RecordNames names, Consumer<VaultProgress> progress) {
        Index store = index;
        if (store == null) {
            return;
        }
        LongAdder compared = new LongAdder();
        Runnable tell =
                () -> progress.accept(new VaultProgress(VaultProgress.Part.INDEX, compared.sum(), runs.count(), 0));
        workers.all(List.of(runs), IndexCheck::finished, tell);
        List<IndexMerge> merges = IndexRange.all().stream()
                .map(range -> new IndexMerge(store, codes, range, compared))
                .toList();
        List<IndexMerge.Result> results = workers.all(merges, merge -> merge.run(runs), tell);
        tell(results, names);
        if (coverage.end() > end) {
            findings.accept(finding(directory, "the index covers records that the journal does not hold any more"));
        } else {
            Set<IndexKind> kinds = EnumSet.allOf(IndexKind.class);
            kinds.removeIf(kind -> kind.needsKeys() && !whole);
            kinds.forEach(kind -> compareCounts(kind, results));
        }
    }

    private static SortedRuns finished(SortedRuns runs) {
        runs.finish();
        return runs;
    }

    private void tell(List<IndexMerge.Result> results, RecordNames names) {
        TreeSet<IndexDifference> all = results.stream()
                .flatMap(result -> result.differences().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        all.stream()
                .limit(IndexDifference.MAX_NAMED)
                .forEach(difference -> findings.accept(names.finding(difference.position(), difference.what())));
        long more = results.stream().mapToLong(IndexMerge.Result::unnamed).sum()
                + Math.max(0, all.size() - IndexDifference.MAX_NAMED);
        if (more > 0) {
            findings.accept(finding(directory, "the index differs in " + more + " more places"));
        }
    }

    private void compareCounts(IndexKind kind, List<IndexMerge.Result> results) {
        List<IndexMerge.Result> mine =
                results.stream().filter(result -> result.kind() == kind).toList();
        long wanted = mine.stream().mapToLong(IndexMerge.Result::wanted).sum();
        long found = mine.stream().mapToLong(IndexMerge.Result::found).sum();
        long surplus = mine.stream().mapToLong(IndexMerge.Result::surplus).sum();
        if (found != wanted) {
            findings.accept(
                    finding(directory, "the index has another number of " + kind.plural() + " than the records"));
        } else if (surplus > 0) {
            findings.accept(finding(directory, "the index has " + kind.plural() + " that no record tells of"));
        }
    }

    @Override
    public void close() {
        if (index != null) {
            index.close();
        }
    }
}
