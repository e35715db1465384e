package org.vitaledger.edge.spool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.edge.drain.DrainOptions;
import org.vitaledger.edge.drain.PackSource;
import org.vitaledger.edge.spool.SpoolFault.SpoolCode;
import org.vitaledger.journal.Completion;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.journal.JournalReader;
import org.vitaledger.journal.JournalRecord;
import org.vitaledger.journal.RecordCipher;
import org.vitaledger.vault.Batch;

/**
 * The durable spool on a journal. {@link #append} may be called by any thread; {@link #next} and {@link #release} by the
 * drain's only.
 */
public final class Spool implements PackSource, AutoCloseable {
    private static final int QUEUE_RECORDS = 1 << 20;
    private static final long QUEUE_BYTES = 256L << 20;

    private final Journal journal;
    private final RecordCipher cipher;
    private final SpoolOptions options;
    private final Hooks hooks;
    private final Tail tail;
    private @Nullable JournalReader reader;
    private volatile long released;
    private volatile boolean full;

    /**
     * What a spool tells.
     *
     * @param afterGroup runs on the writer thread after the {@link Stored} of each forced group
     * @param beforeDrop runs on the drain's thread before packs are deleted: what is to be remembered of them must be
     *     durable on return
     * @param waiting learns which packs wait for the drain
     */
    public record Hooks(Runnable afterGroup, Runnable beforeDrop, WaitingPacks waiting) {}

    private Spool(Journal journal, RecordCipher cipher, SpoolOptions options, Hooks hooks) {
        this.journal = journal;
        this.cipher = cipher;
        this.options = options;
        this.hooks = hooks;
        this.tail = new Tail(options.memoryBytes(), journal.endPosition());
    }

    /**
     * Opens the spool in {@code directory}, which is made if absent.
     *
     * @throws JournalFault if the journal there cannot be opened
     */
    public static Spool open(Path directory, RecordCipher cipher, SpoolOptions options, Hooks hooks) {
        JournalOptions journal = JournalOptions.defaults()
                .withSegmentBytes(options.segmentBytes())
                .withQueue(QUEUE_RECORDS, QUEUE_BYTES)
                .withDisk(options.disk())
                .withAfterBatch(hooks.afterGroup());
        return new Spool(Journal.open(directory, journal), cipher, options, hooks);
    }

    /**
     * Tells the spool up to where its packs are sealed.
     *
     * @throws SpoolFault if the spool does not go with that: packs are missing, or it is another spool
     */
    public void sealedTo(long position) {
        if (position > journal.endPosition()) {
            throw new SpoolFault(
                    SpoolCode.BEHIND_VAULT, Map.of("sealed", position, "end", journal.endPosition()), null);
        }
        if (position < journal.firstPosition()) {
            throw new SpoolFault(SpoolCode.GAP, Map.of("sealed", position, "first", journal.firstPosition()), null);
        }
        free(position);
    }

    private void free(long position) {
        released = position;
        hooks.waiting().release(position);
    }

    /** Shows {@code visitor} every pack that is still there, in order, sealed ones included. */
    public void replay(Consumer<Batch.Pack> visitor) {
        journal.replay(journal.firstPosition(), record -> {
            Batch.Pack pack = unpack(record);
            hooks.waiting().add(hash(pack), record.end());
            visitor.accept(pack);
        });
    }

    private static Hash hash(Batch.Pack pack) {
        return pack.readings().getFirst().pack();
    }

    /**
     * Appends a pack; what became of it is told to {@code stored}.
     *
     * @return false if it was not taken: so much waits for the disk already, or more for the drain than may, until half
     *     of that is gone
     * @throws JournalFault if the spool has failed or is closed; then {@code stored} is not told
     */
    public boolean append(Batch.Pack pack, Stored stored) {
        if (isFull()) {
            return false;
        }
        byte[] record = cipher.seal(PackRecord.encode(pack));
        return journal.tryAppend(record, new Completion() {
            @Override
            public void forced(long position) {
                long end = new JournalRecord(position, record).end();
                hooks.waiting().add(hash(pack), end);
                tail.add(new SpooledPack(pack, end), position);
                stored.durable();
            }

            @Override
            public void failed(JournalFault fault) {
                stored.failed(fault);
            }
        });
    }

    @Override
    public List<SpooledPack> next(long after, DrainOptions options) throws InterruptedException {
        List<SpooledPack> recent = tail.take(after, options);
        try {
            return recent != null ? recent : read(after, options.maxPacks());
        } catch (JournalFault e) {
            if (Thread.interrupted()) {
                // An interrupt closes the channel that is being read.
                throw new InterruptedException("closing");
            }
            throw e;
        }
    }

    private List<SpooledPack> read(long after, int limit) {
        if (reader == null || reader.position() != after) {
            reader = journal.reader(Math.max(after, journal.firstPosition()));
        }
        List<SpooledPack> packs = new ArrayList<>();
        while (packs.size() < limit) {
            JournalRecord record = reader.next();
            if (record == null) {
                break;
            }
            packs.add(new SpooledPack(unpack(record), record.end()));
        }
        return packs;
    }

    @Override
    public void release(long position) {
        free(position);
        if (position - journal.firstPosition() >= 2 * options.segmentBytes()) {
            drop(position);
        }
    }

    /** What a full disk keeps from being dropped is dropped with a later release. */
    private void drop(long position) {
        try {
            hooks.beforeDrop().run();
            journal.dropBefore(position);
        } catch (JournalFault e) {
            if (e.kind() != JournalFault.Kind.WRITE_FAILED) {
                throw e;
            }
        }
    }

    /** Why no packs are taken now; empty while they are. */
    public Optional<JournalFault> fault() {
        return journal.fault();
    }

    private boolean isFull() {
        long backlog = backlogBytes();
        boolean isFull = backlog > (full ? options.maxBytes() / 2 : options.maxBytes());
        full = isFull;
        return isFull;
    }

    /** How many bytes wait for the drain. */
    public long backlogBytes() {
        return Math.max(0, journal.endPosition() - released);
    }

    /** Writes what waits and lets go of the files. */
    @Override
    public void close() {
        journal.close();
    }

    private Batch.Pack unpack(JournalRecord record) {
        return PackRecord.decode(cipher.open(record.payload())
                .orElseThrow(() -> new SpoolFault(SpoolCode.UNREADABLE, Map.of("position", record.position()), null)));
    }
}
