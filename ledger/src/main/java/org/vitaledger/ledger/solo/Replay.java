package org.vitaledger.ledger.solo;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalRecord;
import org.vitaledger.ledger.SubmitFault;

/** Takes a journal's blocks into a chain, checking each, and the chain against the last checkpoint that was signed. */
final class Replay {
    private final Path directory;
    private final Chain chain;
    private final SoloLog log;
    private final Optional<Checkpoint> signed;
    private boolean met;

    Replay(Path directory, Chain chain, SoloLog log, Optional<Checkpoint> signed) {
        this.directory = directory;
        this.chain = chain;
        this.log = log;
        this.signed = signed;
    }

    /**
     * Replays all blocks.
     *
     * @throws SubmitFault of kind DAMAGED, BEHIND_CHECKPOINT or CHECKPOINT_MISSING
     */
    void run(Journal journal) {
        meet();
        journal.replay(journal.firstPosition(), this::add);
        if (signed.isPresent() && !met) {
            throw new SubmitFault(
                    SubmitFault.Kind.BEHIND_CHECKPOINT,
                    Map.of(
                            "ledger",
                            directory,
                            "size",
                            chain.size(),
                            "signed",
                            signed.get().size()),
                    null);
        }
        if (signed.isEmpty() && chain.height() > 0) {
            throw new SubmitFault(
                    SubmitFault.Kind.CHECKPOINT_MISSING, Map.of("ledger", directory, "size", chain.size()), null);
        }
    }

    private void add(JournalRecord record) {
        try {
            BlockRecord block = BlockRecord.parse(record.payload())
                    .orElseThrow(
                            () -> new LogDifference(LogFinding.Kind.MALFORMED_BLOCK, chain.height() + 1, chain.size()));
            chain.replay(block, log.sink());
            log.added(record.position(), block);
            meet();
        } catch (LogDifference e) {
            throw new SubmitFault(
                    SubmitFault.Kind.DAMAGED,
                    Map.of(
                            "ledger", directory,
                            "position", record.position(),
                            "block", e.height(),
                            "entry", e.index(),
                            "what", e.kind().text()),
                    e);
        }
    }

    private void meet() {
        met |= signed.isPresent()
                && signed.get().size() == chain.size()
                && signed.get().root().equals(chain.root());
    }
}
