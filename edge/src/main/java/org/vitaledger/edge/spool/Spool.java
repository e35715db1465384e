package org.vitaledger.edge.spool;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.edge.drain.PackSource;
import org.vitaledger.journal.Completion;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalReader;
import org.vitaledger.journal.JournalRecord;
import org.vitaledger.vault.Batch;

/**
 * The durable spool of one gateway. Appending is for any thread and completes on the journal's writer thread; the
 * methods of {@link PackSource} are for the drain's thread.
 */
public final class Spool implements PackSource, AutoCloseable {
    private final Journal journal;
    private final SpoolCipher cipher;
    private final long retainBytes;
    private @Nullable JournalReader reader;
    private long readUpTo;

    private Spool(Journal journal, SpoolOptions options) {
        this.journal = journal;
        this.cipher = new SpoolCipher(options.key(), options.random());
        this.retainBytes = options.retainBytes();
    }

    /**
     * Opens the spool in {@code directory}.
     *
     * @throws org.vitaledger.journal.JournalFault as {@link Journal#open} does
     */
    public static Spool open(Path directory, SpoolOptions options) {
        return new Spool(Journal.open(directory, options.journal()), options);
    }

    /**
     * Appends an accepted pack; {@code completion} is told on the journal's writer thread once it is durable (INV-001).
     *
     * @return false, and nothing happens, if there is no room now
     */
    public boolean tryAppend(Batch.Pack pack, Completion completion) {
        return journal.tryAppend(cipher.seal(PackRecord.encode(pack)), completion);
    }

    /** Shows every pack that is still held, committed ones included, in the order of acceptance. */
    public void replay(Consumer<Batch.Pack> visitor) {
        journal.replay(journal.firstPosition(), record -> visitor.accept(open(record)));
    }

    @Override
    public List<SpooledPack> next(long after, int limit, Duration wait) throws InterruptedException {
        JournalReader from = readerBehind(after);
        if (from.position() >= journal.endPosition() && !journal.awaitBeyond(from.position(), wait)) {
            return List.of();
        }
        List<SpooledPack> packs = new ArrayList<>();
        while (packs.size() < limit) {
            JournalRecord record = from.next();
            if (record == null) {
                break;
            }
            packs.add(new SpooledPack(open(record), record.end()));
            readUpTo = record.end();
        }
        return packs;
    }

    @Override
    public void release(long position) {
        journal.dropBefore(Math.max(0, position - retainBytes));
    }

    /** Writes what waits and lets go of the files. */
    @Override
    public void close() {
        journal.close();
    }

    private JournalReader readerBehind(long after) {
        JournalReader known = reader;
        if (known == null || readUpTo != after) {
            known = journal.reader(Math.max(after, journal.firstPosition()));
            reader = known;
            readUpTo = after;
        }
        return known;
    }

    private Batch.Pack open(JournalRecord record) {
        try {
            return PackRecord.decode(cipher.open(record.payload()));
        } catch (GeneralSecurityException | CborRejected | IllegalArgumentException e) {
            throw new SpoolFault(record.position(), e);
        }
    }
}
