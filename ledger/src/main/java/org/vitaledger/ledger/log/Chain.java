package org.vitaledger.ledger.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Context;
import org.vitaledger.core.contract.Contracts;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.EntryRejected;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.contract.Transition;
import org.vitaledger.core.merkle.CompactRange;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;

/**
 * The log so far as a state machine sees it: the state after the last block and the edge of the tree. Blocks are made from
 * commands, or taken from a journal and checked; either way the same code applies them (INV-005). For one thread.
 */
final class Chain {
    private final CompactRange range;
    private State state;
    private Instant time;
    private long height;

    /** The chain before the first block. */
    Chain() {
        this(new CompactRange(), State.EMPTY, Instant.EPOCH, 0);
    }

    /** The chain after the block at {@code height}. */
    Chain(CompactRange range, State state, Instant time, long height) {
        this.range = range;
        this.state = state;
        this.time = time;
        this.height = height;
    }

    /**
     * A block that is made but not yet part of the chain.
     *
     * @param record what is written
     * @param block what followers see
     * @param outcomes of the commands, in their order
     * @param state afterwards
     */
    record Draft(BlockRecord record, Block block, List<Outcome> outcomes, State state) {}

    /** The chain as it is, without a checkpoint. */
    Snapshot head() {
        return new Snapshot(height, time, size(), root(), state, "");
    }

    long height() {
        return height;
    }

    long size() {
        return range.size();
    }

    Hash root() {
        return range.root();
    }

    /**
     * Makes the next block of {@code commands}; the chain stays as it is.
     *
     * @throws SubmitFault of kind OLD_SOFTWARE
     */
    Draft draft(List<Submission> commands, Instant now) {
        requireVersion();
        Instant millis = now.truncatedTo(ChronoUnit.MILLIS);
        Instant at = millis.isBefore(time) ? time : millis;
        long next = height + 1;
        State after = state;
        List<Bytes> entries = new ArrayList<>(commands.size() + 1);
        List<Entry.Ordered> ordered = new ArrayList<>(commands.size());
        List<Outcome> outcomes = new ArrayList<>(commands.size());
        for (Submission submission : commands) {
            Context context = new Context(submission.submitter(), next, at);
            Transition transition = Contracts.apply(after, context, submission.command());
            after = transition.state();
            int outcome = transition.outcome().code();
            ordered.add(new Entry.Ordered(submission.submitter(), submission.command(), outcome));
            entries.add(submission.entry(outcome));
            outcomes.add(transition.outcome());
        }
        entries.add(new Entry.Close(next, at, after.map().root()).encode());
        BlockRecord record = new BlockRecord(next, size(), entries);
        return new Draft(record, new Block(next, at, size(), ordered), outcomes, after);
    }

    State state() {
        return state;
    }

    /** Goes on with a state that is the same and takes less memory. */
    void use(State same) {
        state = same;
    }

    /** Makes {@code draft}, which was made or read for this chain as it is, its next block. */
    void accept(Draft draft, CompactRange.NodeSink sink) {
        append(draft.record(), sink);
        state = draft.state();
        time = draft.block().time();
        height = draft.block().height();
    }

    /**
     * Reads the next block as somebody wrote it; the chain stays as it is.
     *
     * @throws LogDifference if it doesn't follow, or says something else than the contracts
     * @throws SubmitFault of kind OLD_SOFTWARE
     */
    Draft read(BlockRecord record) throws LogDifference {
        if (!follows(record)) {
            throw new LogDifference(LogFinding.Kind.MISSING_BLOCK, record.height(), record.firstIndex());
        }
        requireVersion();
        List<Entry> entries = entries(record);
        Entry.Close close = close(record, entries);
        if (close.time().isBefore(time)) {
            throw new LogDifference(LogFinding.Kind.TIME_GOES_BACK, record.height(), record.end() - 1);
        }
        State next = state;
        List<Entry.Ordered> ordered = new ArrayList<>(entries.size() - 1);
        List<Outcome> outcomes = new ArrayList<>(entries.size() - 1);
        for (int i = 0; i < entries.size() - 1; i++) {
            long index = record.firstIndex() + i;
            if (!(entries.get(i) instanceof Entry.Ordered entry)) {
                throw new LogDifference(LogFinding.Kind.MALFORMED_ENTRY, close.height(), index);
            }
            Context context = new Context(entry.submitter(), close.height(), close.time());
            Transition transition = Contracts.apply(next, context, entry.command());
            if (transition.outcome().code() != entry.outcome()) {
                throw new LogDifference(LogFinding.Kind.WRONG_OUTCOME, close.height(), index);
            }
            next = transition.state();
            ordered.add(entry);
            outcomes.add(transition.outcome());
        }
        if (!next.map().root().equals(close.stateRoot())) {
            throw new LogDifference(LogFinding.Kind.WRONG_STATE_ROOT, record.height(), record.end() - 1);
        }
        Block block = new Block(record.height(), close.time(), record.firstIndex(), ordered);
        return new Draft(record, block, outcomes, next);
    }

    /**
     * Makes a block that is known to be right the next one: the contracts give the state, but nothing is compared with what
     * they come to.
     *
     * @return its closing entry, whose root the state has if the block is right
     * @throws LogDifference if it doesn't follow, or can't be read
     * @throws SubmitFault of kind OLD_SOFTWARE
     */
    Entry.Close trust(BlockRecord record) throws LogDifference {
        if (!follows(record)) {
            throw new LogDifference(LogFinding.Kind.MISSING_BLOCK, record.height(), record.firstIndex());
        }
        requireVersion();
        List<Entry> entries = entries(record);
        Entry.Close close = close(record, entries);
        State next = state;
        for (Entry each : entries) {
            if (each instanceof Entry.Ordered entry) {
                Context context = new Context(entry.submitter(), close.height(), close.time());
                next = Contracts.apply(next, context, entry.command()).state();
            }
        }
        appendUnchecked(record);
        state = next;
        time = close.time();
        return close;
    }

    private static Entry.Close close(BlockRecord record, List<Entry> entries) throws LogDifference {
        if (entries.getLast() instanceof Entry.Close close && close.height() == record.height()) {
            return close;
        }
        throw new LogDifference(LogFinding.Kind.MALFORMED_ENTRY, record.height(), record.end() - 1);
    }

    /** What members decided for the next block must be in this software, or the block can be neither made nor checked. */
    private void requireVersion() {
        OptionalInt missing = Contracts.missingVersion(state, height + 1);
        if (missing.isPresent()) {
            throw new SubmitFault(
                    SubmitFault.Kind.OLD_SOFTWARE,
                    Map.of("block", height + 1, "version", missing.getAsInt(), "newest", Contracts.NEWEST_VERSION),
                    null);
        }
    }

    /** Whether {@code record} claims to be the next block. */
    boolean follows(BlockRecord record) {
        return record.height() == height + 1 && record.firstIndex() == size();
    }

    /** Takes the entries of {@code record} into the tree though they differ from the contracts; the state is lost. */
    void appendUnchecked(BlockRecord record) {
        append(record, (level, index, hash) -> {});
        height = record.height();
    }

    private void append(BlockRecord record, CompactRange.NodeSink sink) {
        for (Bytes entry : record.entries()) {
            range.append(TreeHash.leaf(entry), sink);
        }
    }

    /** The entries of {@code record}, the closing one last. Reading them is half of the work of a start or a catch-up. */
    static List<Entry> entries(BlockRecord record) throws LogDifference {
        List<Optional<Entry>> parsed =
                record.entries().parallelStream().map(Chain::parse).toList();
        List<Entry> entries = new ArrayList<>(parsed.size());
        for (Optional<Entry> entry : parsed) {
            if (entry.isEmpty()) {
                throw new LogDifference(
                        LogFinding.Kind.MALFORMED_ENTRY, record.height(), record.firstIndex() + entries.size());
            }
            entries.add(entry.get());
        }
        return entries;
    }

    private static Optional<Entry> parse(Bytes entry) {
        try {
            return Optional.of(Entry.parse(entry));
        } catch (EntryRejected e) {
            return Optional.empty();
        }
    }
}
