package org.vitaledger.ledger.log;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.journal.Journal;
import org.vitaledger.ledger.SubmitFault;

/** Takes blocks into a chain, checking each, and the chain against the last checkpoint that was signed. For one thread. */
final class Replay {
    private final Path directory;
    private final Chain chain;
    private final EntryReader log;
    private final Optional<Checkpoint> signed;
    private boolean met;

    Replay(Path directory, Chain chain, EntryReader log, Optional<Checkpoint> signed) {
        this.directory = directory;
        this.chain = chain;
        this.log = log;
        this.signed = signed;
    }

    /**
     * Replays the blocks of {@code journal} from a position on, and tells {@code each} after each.
     *
     * @throws SubmitFault of kind DAMAGED or BEHIND_CHECKPOINT
     */
    void run(Journal journal, long from, Runnable each) {
        meet();
        journal.replay(from, record -> {
            BlockRecord block = BlockRecord.parse(record.payload()).orElseThrow(() -> {
                long next = chain.height() + 1;
                return damaged(new LogDifference(LogFinding.Kind.MALFORMED_BLOCK, next, chain.size()));
            });
            Chain.Draft draft = read(block);
            log.added(record.position(), block);
            accept(draft);
            each.run();
        });
    }

    /**
     * Reads a block that somebody else wrote; changes nothing.
     *
     * @throws SubmitFault of kind DAMAGED if it is not the one that the contracts would write next
     */
    Chain.Draft read(BlockRecord block) {
        try {
            return chain.read(block);
        } catch (LogDifference e) {
            throw damaged(e);
        }
    }

    /**
     * Makes {@code draft}, whose place the reader knows, the chain's next block.
     *
     * @throws SubmitFault of kind BEHIND_CHECKPOINT
     */
    void accept(Chain.Draft draft) {
        chain.accept(draft, log.sink());
        meet();
    }

    /** Compares the chain as it is with the last checkpoint that was signed. */
    private void meet() {
        if (met || signed.isEmpty() || chain.size() < signed.get().size()) {
            return;
        }
        long size = signed.get().size();
        if (!log.root(size).equals(signed.get().root()) || !log.isEnd(size)) {
            throw behind();
        }
        met = true;
    }

    /**
     * Asks that the log reaches the last checkpoint, and that a log has one: it is the only copy.
     *
     * @throws SubmitFault of kind BEHIND_CHECKPOINT or CHECKPOINT_MISSING
     */
    void requireMet() {
        if (signed.isPresent() && !met) {
            throw behind();
        }
        if (signed.isEmpty() && chain.height() > 0) {
            throw new SubmitFault(
                    SubmitFault.Kind.CHECKPOINT_MISSING, Map.of("ledger", directory, "size", chain.size()), null);
        }
    }

    private SubmitFault damaged(LogDifference e) {
        Map<String, Object> context = Map.of(
                "ledger",
                directory,
                "block",
                e.height(),
                "entry",
                e.index(),
                "what",
                e.kind().text());
        return new SubmitFault(SubmitFault.Kind.DAMAGED, context, e);
    }

    private SubmitFault behind() {
        long size = signed.map(Checkpoint::size).orElse(0L);
        Map<String, Object> context = Map.of("ledger", directory, "size", chain.size(), "signed", size);
        return new SubmitFault(SubmitFault.Kind.BEHIND_CHECKPOINT, context, null);
    }
}
