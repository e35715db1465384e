package org.vitaledger.ledger.log;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.ledger.LedgerKeys;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;

/**
 * Signs checkpoints, each larger than the last, and keeps them durably before anybody sees them (INV-006). Only the
 * latest are kept. For one thread.
 */
final class Checkpoints implements AutoCloseable {
    private final Journal journal;
    private volatile LedgerKeys keys;
    private final long keptBytes;
    private @Nullable SignedNote note;
    private @Nullable Checkpoint last;

    private Checkpoints(Journal journal, long keptBytes, LedgerKeys keys) {
        this.journal = journal;
        this.keptBytes = keptBytes;
        this.keys = keys;
    }

    /**
     * Opens the checkpoints in {@code directory}.
     *
     * @param keys what to sign with, first, and what may have been signed with formerly
     * @throws SubmitFault of kind OTHER_KEYS if the last one is not signed with any of {@code keys}
     * @throws JournalFault if they can't be read
     */
    static Checkpoints open(Path directory, JournalOptions options, List<LedgerKeys> keys) {
        Journal journal = Journal.open(directory, options);
        Checkpoints checkpoints = new Checkpoints(journal, options.segmentBytes(), keys.getFirst());
        try {
            checkpoints.readLast(directory, keys);
            return checkpoints;
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private void readLast(Path directory, List<LedgerKeys> all) {
        byte[][] newest = new byte[1][];
        journal.replay(journal.firstPosition(), record -> newest[0] = record.payload());
        if (newest[0] == null) {
            return;
        }
        try {
            note = SignedNote.parse(newest[0]);
        } catch (NoteRejected e) {
            throw new SubmitFault(SubmitFault.Kind.OTHER_KEYS, Map.of("checkpoints", directory), e);
        }
        for (LedgerKeys each : all) {
            if (each.roster().policy().check(note, each.log().signatures()) instanceof PolicyCheck.Accepted accepted) {
                last = accepted.checkpoint();
                return;
            }
        }
        throw new SubmitFault(SubmitFault.Kind.OTHER_KEYS, Map.of("checkpoints", directory), null);
    }

    /** From now on signs with {@code next}. */
    void use(LedgerKeys next) {
        keys = next;
    }

    /** The last checkpoint that was signed; empty if none ever was. */
    Optional<Checkpoint> last() {
        return Optional.ofNullable(last);
    }

    /**
     * The signed note of {@code after}, a block of a log that was checked against {@link #last} at its size; on return
     * it is durable.
     *
     * @throws JournalFault if it can't be made durable
     */
    SignedNote sign(Snapshot after) {
        Checkpoint head = new Checkpoint(keys.origin(), after.size(), after.root());
        if (note != null && head.equals(last)) {
            return note;
        }
        if (last != null && last.size() >= head.size()) {
            throw new IllegalStateException("a member signs one root for a size, and sizes in ascending order");
        }
        SignedNote signed = keys.sign(head, after.time().getEpochSecond());
        try {
            journal.append(signed.encode()).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof JournalFault fault ? fault : e;
        }
        if (journal.endPosition() - journal.firstPosition() > 3 * keptBytes) {
            journal.dropBefore(journal.endPosition() - keptBytes);
        }
        note = signed;
        last = head;
        return signed;
    }

    /** Why nothing can be signed now; empty if it can. */
    Optional<JournalFault> fault() {
        return journal.fault();
    }

    @Override
    public void close() {
        journal.close();
    }
}
