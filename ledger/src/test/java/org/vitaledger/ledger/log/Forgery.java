package org.vitaledger.ledger.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.EntryRejected;
import org.vitaledger.core.merkle.TreeHash;

/** Blocks that a forger writes, whole and with valid checksums. */
final class Forgery {
    private Forgery() {}

    /** The first command has another outcome. */
    static BlockRecord withOtherOutcome(BlockRecord block) {
        return with(
                block,
                0,
                entry -> entry instanceof Entry.Ordered(var submitter, var command, var outcome)
                        ? new Entry.Ordered(submitter, command, outcome + 1)
                        : entry);
    }

    /** The closing entry has another state root. */
    static BlockRecord withOtherStateRoot(BlockRecord block) {
        return with(
                block,
                block.entries().size() - 1,
                entry -> entry instanceof Entry.Close(var height, var time, var root)
                        ? new Entry.Close(height, time, TreeHash.node(root, root))
                        : entry);
    }

    /** The closing entry has a later time. */
    static BlockRecord withLaterTime(BlockRecord block) {
        return with(
                block,
                block.entries().size() - 1,
                entry -> entry instanceof Entry.Close(var height, var time, var root)
                        ? new Entry.Close(height, time.plusMillis(1), root)
                        : entry);
    }

    private static BlockRecord with(BlockRecord block, int index, UnaryOperator<Entry> change) {
        try {
            List<Bytes> entries = new ArrayList<>(block.entries());
            Entry changed = change.apply(Entry.parse(entries.get(index)));
            entries.set(index, changed.encode());
            return new BlockRecord(block.height(), block.firstIndex(), entries);
        } catch (EntryRejected e) {
            throw new IllegalArgumentException("not an entry", e);
        }
    }
}
