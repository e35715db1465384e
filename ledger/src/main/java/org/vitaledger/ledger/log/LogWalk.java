package org.vitaledger.ledger.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.merkle.CompactRange;
import org.vitaledger.journal.Finding;
import org.vitaledger.journal.JournalCheck;
import org.vitaledger.journal.JournalRecord;

/**
 * Walks the blocks of a stopped ledger. After a block that the contracts contradict, states can't be compared any more, but
 * the tree can; after a block that is missing, the tree can't either, but blocks and entries can be read.
 */
final class LogWalk {
    private static final CompactRange.NodeSink NOBODY = (level, index, hash) -> {};
    private static final int PROGRESS = 10_000;

    private final KeptCheckpoints checkpoints;
    private final long wanted;
    private final LogFsck.Options options;
    private final Chain chain = new Chain();
    private final List<LogFinding> findings = new ArrayList<>();
    private final NavigableMap<Place, Long> gaps =
            new TreeMap<>(Comparator.comparing(Place::file).thenComparingLong(Place::offset));
    private Optional<Hash> stateRoot = Optional.empty();
    private boolean stateKnown = true;
    private boolean treeKnown = true;
    private long lastHeight;
    private long blocks;
    private long entries;
    private long told;
    private boolean trustedMet;

    private record Place(Path file, long offset) {}

    private LogWalk(KeptCheckpoints checkpoints, long wanted, LogFsck.Options options) {
        this.checkpoints = checkpoints;
        this.wanted = wanted;
        this.options = options;
    }

    /** @param wanted of which block to remember the state's root */
    static LogWalk over(Path directory, KeptCheckpoints checkpoints, long wanted, LogFsck.Options options) {
        LogWalk walk = new LogWalk(checkpoints, wanted, options);
        walk.compareRoot();
        List<Finding> inFiles = JournalCheck.check(directory, walk::add).findings();
        inFiles.forEach(finding -> walk.findings.add(LogFinding.of(finding, walk.heightAt(finding))));
        if (walk.treeKnown) {
            walk.compareEnd();
            walk.requireTrustedMet(directory);
        }
        return walk;
    }

    List<LogFinding> findings() {
        return findings;
    }

    long blocks() {
        return blocks;
    }

    long entries() {
        return entries;
    }

    /** The root of the state after the wanted block; empty if the contracts did not come to one. */
    Optional<Hash> stateRoot() {
        return stateRoot;
    }

    Hash root() {
        return chain.root();
    }

    private void add(Path file, long offset, JournalRecord record) {
        Place place = new Place(file, offset);
        Optional<BlockRecord> parsed = BlockRecord.parse(record.payload());
        if (parsed.isEmpty()) {
            find(place, new LogDifference(LogFinding.Kind.MALFORMED_BLOCK, lastHeight + 1, -1));
            treeKnown = false;
            return;
        }
        BlockRecord block = parsed.get();
        blocks++;
        entries += block.entries().size();
        if (entries - told >= PROGRESS) {
            told = entries;
            options.progress().accept(entries);
        }
        if (block.height() != lastHeight + 1) {
            gaps.put(place, lastHeight + 1);
        }
        lastHeight = block.height();
        apply(place, block);
    }

    private void apply(Place place, BlockRecord block) {
        try {
            if (treeKnown && stateKnown) {
                if (options.trusts(block.end())) {
                    trust(place, block);
                } else {
                    chain.accept(chain.read(block), NOBODY);
                }
                if (block.height() == wanted) {
                    stateRoot = Optional.of(chain.state().map().root());
                }
            } else {
                readOnly(block);
            }
        } catch (LogDifference e) {
            find(place, e);
            stateKnown = false;
            if (e.kind() == LogFinding.Kind.MISSING_BLOCK) {
                treeKnown = false;
            } else if (treeKnown && chain.size() < block.end()) {
                chain.appendUnchecked(block);
            }
        }
        compareRoot();
    }

    /** The trusted checkpoint commits the entries, the last closing one of them the state. */
    private void trust(Place place, BlockRecord block) throws LogDifference {
        Entry.Close close = chain.trust(block);
        if (!options.endsTrust(block.end())) {
            return;
        }
        trustedMet = true;
        if (!options.isOf(chain.root())) {
            find(place, new LogDifference(LogFinding.Kind.OTHER_THAN_TRUSTED, block.height(), block.end() - 1));
        }
        if (!chain.state().map().root().equals(close.stateRoot())) {
            throw new LogDifference(LogFinding.Kind.WRONG_STATE_ROOT, block.height(), block.end() - 1);
        }
    }

    /** The log may be too short for the trusted checkpoint, or have no block that ends there. */
    private void requireTrustedMet(Path directory) {
        options.trusted()
                .filter(trusted -> !trustedMet && stateKnown && trusted.size() > 0)
                .ifPresent(trusted -> findings.add(
                        new LogFinding(directory, 0, -1, trusted.size() - 1, LogFinding.Kind.OTHER_THAN_TRUSTED)));
    }

    private void readOnly(BlockRecord block) throws LogDifference {
        if (treeKnown && !chain.follows(block)) {
            throw new LogDifference(LogFinding.Kind.MISSING_BLOCK, block.height(), block.firstIndex());
        }
        List<Entry> read = Chain.entries(block);
        if (!(read.getLast() instanceof Entry.Close close) || close.height() != block.height()) {
            throw new LogDifference(LogFinding.Kind.MALFORMED_ENTRY, block.height(), block.end() - 1);
        }
        if (treeKnown) {
            chain.appendUnchecked(block);
        }
    }

    private void find(Place place, LogDifference difference) {
        findings.add(new LogFinding(
                place.file(), place.offset(), difference.height(), difference.index(), difference.kind()));
    }

    /** Compares the tree as it is with the checkpoint of its size. */
    private void compareRoot() {
        KeptCheckpoints.Kept kept = checkpoints.bySize().get(chain.size());
        if (treeKnown && kept != null && !kept.root().equals(chain.root())) {
            findings.add(new LogFinding(
                    kept.file(), kept.offset(), chain.height(), chain.size() - 1, LogFinding.Kind.WRONG_ROOT));
        }
        if (treeKnown) {
            checkpoints.bySize().remove(chain.size());
        }
    }

    /** Checkpoints that no block ended at. */
    private void compareEnd() {
        for (Map.Entry<Long, KeptCheckpoints.Kept> left : checkpoints.bySize().entrySet()) {
            LogFinding.Kind kind =
                    left.getKey() > chain.size() ? LogFinding.Kind.CHECKPOINT_AHEAD : LogFinding.Kind.WRONG_ROOT;
            KeptCheckpoints.Kept kept = left.getValue();
            findings.add(new LogFinding(kept.file(), kept.offset(), -1, left.getKey() - 1, kind));
        }
    }

    /** The block that stood where {@code finding} is. */
    private long heightAt(Finding finding) {
        return switch (finding.kind()) {
            case MISSING, HEADER, GAP -> -1;
            case DAMAGED_RECORD, TORN_TAIL -> {
                Map.Entry<Place, Long> behind = gaps.higherEntry(new Place(finding.file(), finding.offset()));
                yield behind == null ? lastHeight + 1 : behind.getValue();
            }
        };
    }
}
