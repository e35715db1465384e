package org.vitaledger.ledger.solo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Context;
import org.vitaledger.core.contract.Contracts;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.EntryRejected;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.contract.Transition;
import org.vitaledger.core.merkle.CompactRange;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Block;

/**
 * The log so far as a state machine sees it: the state after the last block and the edge of the tree. Blocks are made from
 * commands, or taken from a journal and checked; either way the same code applies them (INV-005). For one thread.
 */
final class Chain {
    private final CompactRange range = new CompactRange();
    private State state = State.EMPTY;
    private Instant time = Instant.EPOCH;
    private long height;

    /**
     * A block that is made but not yet part of the chain.
     *
     * @param record what is written
     * @param block what followers see
     * @param outcomes of the commands, in their order
     * @param state afterwards
     */
    record Draft(BlockRecord record, Block block, List<Outcome> outcomes, State state) {}

    State state() {
        return state;
    }

    Instant time() {
        return time;
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

    /** Makes the next block of {@code commands}, which {@code submitter} submitted; the chain stays as it is. */
    Draft draft(MemberId submitter, List<Command> commands, Instant now) {
        Instant millis = now.truncatedTo(ChronoUnit.MILLIS);
        Context context = new Context(submitter, height + 1, millis.isBefore(time) ? time : millis);
        State next = state;
        List<Bytes> entries = new ArrayList<>(commands.size() + 1);
        List<Entry.Ordered> ordered = new ArrayList<>(commands.size());
        List<Outcome> outcomes = new ArrayList<>(commands.size());
        for (Command command : commands) {
            Transition transition = Contracts.apply(next, context, command);
            next = transition.state();
            Entry.Ordered entry =
                    new Entry.Ordered(submitter, command, transition.outcome().code());
            ordered.add(entry);
            entries.add(entry.encode());
            outcomes.add(transition.outcome());
        }
        entries.add(new Entry.Close(context.height(), context.time(), next.map().root()).encode());
        BlockRecord record = new BlockRecord(context.height(), size(), entries);
        return new Draft(record, new Block(context.height(), context.time(), size(), ordered), outcomes, next);
    }

    /** Makes {@code draft}, which was made for this chain as it is, its next block. */
    void accept(Draft draft, CompactRange.NodeSink sink) {
        append(draft.record(), sink);
        state = draft.state();
        time = draft.block().time();
        height = draft.block().height();
    }

    /**
     * Applies the next block of a journal.
     *
     * @throws LogDifference if it doesn't follow, or says something else than the contracts; the chain stays as it was
     */
    void replay(BlockRecord record, CompactRange.NodeSink sink) throws LogDifference {
        if (!follows(record)) {
            throw new LogDifference(LogFinding.Kind.MISSING_BLOCK, record.height(), record.firstIndex());
        }
        List<Entry> entries = entries(record);
        if (!(entries.getLast() instanceof Entry.Close close) || close.height() != record.height()) {
            throw new LogDifference(LogFinding.Kind.MALFORMED_ENTRY, record.height(), record.end() - 1);
        }
        if (close.time().isBefore(time)) {
            throw new LogDifference(LogFinding.Kind.TIME_GOES_BACK, record.height(), record.end() - 1);
        }
        State next = state;
        for (int i = 0; i < entries.size() - 1; i++) {
            next = apply(next, entries.get(i), close, record.firstIndex() + i);
        }
        if (!next.map().root().equals(close.stateRoot())) {
            throw new LogDifference(LogFinding.Kind.WRONG_STATE_ROOT, record.height(), record.end() - 1);
        }
        append(record, sink);
        state = next;
        time = close.time();
        height = record.height();
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

    private static State apply(State state, Entry entry, Entry.Close close, long index) throws LogDifference {
        if (!(entry instanceof Entry.Ordered ordered)) {
            throw new LogDifference(LogFinding.Kind.MALFORMED_ENTRY, close.height(), index);
        }
        Context context = new Context(ordered.submitter(), close.height(), close.time());
        Transition transition = Contracts.apply(state, context, ordered.command());
        if (transition.outcome().code() != ordered.outcome()) {
            throw new LogDifference(LogFinding.Kind.WRONG_OUTCOME, close.height(), index);
        }
        return transition.state();
    }

    private void append(BlockRecord record, CompactRange.NodeSink sink) {
        for (Bytes entry : record.entries()) {
            range.append(TreeHash.leaf(entry), sink);
        }
    }

    /** The entries of {@code record}, the closing one last. */
    static List<Entry> entries(BlockRecord record) throws LogDifference {
        List<Entry> entries = new ArrayList<>(record.entries().size());
        for (Bytes entry : record.entries()) {
            try {
                entries.add(Entry.parse(entry.toArray()));
            } catch (EntryRejected e) {
                throw new LogDifference(
                        LogFinding.Kind.MALFORMED_ENTRY, record.height(), record.firstIndex() + entries.size());
            }
        }
        return entries;
    }
}
