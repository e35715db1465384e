package org.vitaledger.vault.file;

import java.util.Arrays;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import org.vitaledger.vault.sort.SortedRuns;
import org.vitaledger.vault.sort.SortedWalk;

/** Goes through a range of the index and what the records say of it side by side, both in the order of their keys. */
final class IndexMerge {
    private final Index index;
    private final CodeNumbers codes;
    private final IndexRange range;
    private final LongAdder compared;
    private final SortedSet<IndexDifference> differences = new TreeSet<>();
    private long wanted;
    private long found;
    private long surplus;
    private long unnamed;

    /**
     * What came of it.
     *
     * @param kind of which entries
     * @param wanted how many entries the records say there are
     * @param found how many there are
     * @param surplus how many of these no record says
     * @param differences what differs, the first by place
     * @param unnamed how many further ones differ
     */
    record Result(
            IndexKind kind,
            long wanted,
            long found,
            long surplus,
            SortedSet<IndexDifference> differences,
            long unnamed) {}

    IndexMerge(Index index, CodeNumbers codes, IndexRange range, LongAdder compared) {
        this.index = index;
        this.codes = codes;
        this.range = range;
        this.compared = compared;
    }

    Result run(SortedRuns runs) {
        SortedWalk facts = runs.walk(range.from(), range.end());
        try (IndexWalk entries = index.scan(range.from(), range.end()).start(true)) {
            Optional<byte[]> key = keyOf(entries);
            while (facts.valid()) {
                byte[] next = facts.key();
                int order = key.map(here -> Arrays.compareUnsigned(here, next)).orElse(1);
                if (order < 0) {
                    surplus++;
                } else {
                    compare(facts, next, order == 0 ? Optional.of(entries.value()) : Optional.empty());
                }
                if (order <= 0) {
                    key = goOn(entries);
                }
            }
            while (key.isPresent()) {
                surplus++;
                key = goOn(entries);
            }
        }
        return new Result(range.kind(), wanted, found, surplus, differences, unnamed);
    }

    private Optional<byte[]> goOn(IndexWalk entries) {
        found++;
        compared.increment();
        entries.next(true);
        return keyOf(entries);
    }

    private static Optional<byte[]> keyOf(IndexWalk entries) {
        return entries.valid() ? Optional.of(entries.key()) : Optional.empty();
    }

    /** All that records say of {@code key}: more than once if a pack was sealed twice, or a document has versions. */
    private void compare(SortedWalk facts, byte[] key, Optional<byte[]> value) {
        boolean first = true;
        while (facts.valid() && facts.compareKey(key) == 0) {
            byte[] fact = facts.value();
            wanted += first || range.kind() != IndexKind.DOCUMENT ? 1 : 0;
            if (value.isEmpty() || !IndexFacts.agrees(range.kind(), fact, value.get(), codes)) {
                differences.add(IndexFacts.difference(range.kind(), fact));
                if (differences.size() > IndexDifference.MAX_NAMED) {
                    differences.removeLast();
                    unnamed++;
                }
            }
            first = false;
            facts.next();
        }
    }
}
