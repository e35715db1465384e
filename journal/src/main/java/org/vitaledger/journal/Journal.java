package org.vitaledger.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.vitaledger.journal.JournalFault.Kind;
import org.vitaledger.journal.SegmentReads.ReadRange;

/**
 * An append-only log of records in segment files. Appends of any number of threads are written by one thread in groups,
 * each forced once; a record is completed only after its force (INV-001). After a failed write or force all that waits
 * fails with a {@link JournalFault}, and so does all that follows until the disk takes writes again: then the journal goes
 * on behind what was forced, and nothing that failed is in it.
 *
 * <p>A position is the number of bytes before a record, over all segments ever written; it never changes. Safe for any
 * thread; one process at a time.
 */
public final class Journal implements AutoCloseable {
    private final Path directory;
    private final JournalOptions options;
    private final FileChannel lock;
    private final SegmentReads reads = new SegmentReads();
    private final Segments segments;
    private final Tail tail;
    private final ForcedEnd forced;
    private final AppendQueue queue;
    private final Thread writer;

    private Journal(Path directory, JournalOptions options, FileChannel lock) throws IOException {
        this.directory = directory;
        this.options = options;
        this.lock = lock;
        this.segments = Segments.open(directory);
        if (segments.isEmpty()) {
            segments.add(Segment.create(directory, new SecureRandom().nextLong(), 0));
        }
        this.tail = Tail.recover(reads, segments.last());
        this.forced = new ForcedEnd(tail.end());
        this.queue = new AppendQueue(options.queueRecords(), options.queueBytes());
        this.writer = Thread.ofPlatform()
                .daemon()
                .name("journal-" + directory.getFileName())
                .unstarted(new JournalWriter(options, segments, queue, forced));
    }

    /**
     * Opens the journal in {@code directory}, which is made if absent. A write that a crash cut short is removed, see
     * {@link #torn}.
     *
     * @throws JournalFault of kind IN_USE, DAMAGED (with file and offset) or READ_FAILED
     */
    public static Journal open(Path directory, JournalOptions options) {
        FileChannel lock = JournalLock.take(directory);
        try {
            Journal journal = new Journal(directory, options, lock);
            journal.writer.start();
            return journal;
        } catch (IOException e) {
            JournalLock.release(lock);
            throw new JournalFault(Kind.READ_FAILED, Map.of("journal", directory), e);
        } catch (JournalFault e) {
            JournalLock.release(lock);
            throw e;
        }
    }

    /**
     * Appends {@code record}, which the caller must not change afterwards. Returns at once unless the queue is full, then
     * when it has room again (back-pressure). {@code completion} is told once the record is durable or has failed.
     *
     * @throws JournalFault if the journal has failed or is closed; then {@code completion} is not told
     */
    public void append(byte[] record, Completion completion) {
        queue.add(pending(record, completion), true);
    }

    /** As {@link #append(byte[], Completion)}, but returns false instead of waiting for room. */
    public boolean tryAppend(byte[] record, Completion completion) {
        return queue.add(pending(record, completion), false);
    }

    /** As {@link #append(byte[], Completion)}; the future holds the position, or fails with a {@link JournalFault}. */
    public CompletableFuture<Long> append(byte[] record) {
        CompletableFuture<Long> future = new CompletableFuture<>();
        append(record, new Completion() {
            @Override
            public void forced(long position) {
                future.complete(position);
            }

            @Override
            public void failed(JournalFault fault) {
                future.completeExceptionally(fault);
            }
        });
        return future;
    }

    /** The position after {@code record} when it starts at {@code position}; reading from there gives the next one. */
    public static long end(long position, byte[] record) {
        return new JournalRecord(position, record).end();
    }

    /**
     * Reads the record at {@code position} and checks it.
     *
     * @throws JournalFault of kind OUT_OF_RANGE if it is not durable or was dropped, DAMAGED if it is not whole or
     *     {@code position} is not the start of a record, READ_FAILED
     */
    public byte[] read(long position) {
        byte[] header = slice(position, Frame.HEADER);
        Segment segment = segments.holding(position);
        if (!Frame.validAt(header, 0, segment.journalId(), position)) {
            throw JournalFault.damaged(segment.file(), segment.offset(position), "the frame header is not valid");
        }
        Frame frame = Frame.read(header, 0, position);
        if (frame.isClose()) {
            throw JournalFault.outOfRange(directory, position);
        }
        byte[] payload = slice(position + Frame.HEADER, frame.length());
        if (Frame.crc(payload, 0, payload.length) != frame.payloadCrc()) {
            throw JournalFault.damaged(
                    segment.file(), segment.offset(position), "the record differs from its checksum");
        }
        return payload;
    }

    /**
     * Reads {@code length} bytes from {@code offset} on of the record at {@code position}, without checking them: for
     * contents that authenticate themselves.
     *
     * @throws JournalFault as {@link #read(long)}
     */
    public byte[] read(long position, int offset, int length) {
        return slice(position + Frame.HEADER + offset, length);
    }

    private byte[] slice(long from, int length) {
        long end = forced.position();
        Segment segment = segments.holding(from);
        if (from + length > segments.endOf(segment, end)) {
            throw JournalFault.outOfRange(directory, from);
        }
        byte[] bytes = new byte[length];
        int read = reads.read(segment.file(), bytes, 0, new ReadRange(segment.offset(from), length));
        if (read != length) {
            throw JournalFault.damaged(segment.file(), segment.offset(from) + read, "the file ends too early");
        }
        return bytes;
    }

    /** Reads from {@code from} on, which must be the start or end of a record, or {@link #firstPosition}. */
    public JournalReader reader(long from) {
        if (from < firstPosition() || from > endPosition()) {
            throw JournalFault.outOfRange(directory, from);
        }
        return new JournalReader(reads, segments, forced, from);
    }

    /** Shows {@code visitor} every record that is durable now, in order, from {@code from} on. */
    public void replay(long from, Consumer<JournalRecord> visitor) {
        JournalReader reader = reader(from);
        long end = endPosition();
        while (reader.position() < end) {
            JournalRecord next = reader.next();
            if (next == null) {
                return;
            }
            visitor.accept(next);
        }
    }

    /** A random number given to this journal when it was made, and the same ever since. */
    public long id() {
        return segments.last().journalId();
    }

    /** The first position that is still held. */
    public long firstPosition() {
        return segments.firstPosition();
    }

    /** The position up to which everything is durable. */
    public long endPosition() {
        return forced.position();
    }

    /** Waits until the journal is durable beyond {@code position}; false if that did not come within {@code timeout}. */
    public boolean awaitBeyond(long position, Duration timeout) throws InterruptedException {
        return forced.awaitBeyond(position, timeout);
    }

    /** Deletes the segments that lie wholly before {@code position}; never the last one. */
    public void dropBefore(long position) {
        try {
            for (Segment segment : segments.removeBefore(position)) {
                reads.forget(segment.file());
                Files.deleteIfExists(segment.file());
            }
            DurableFile.forceDirectory(directory);
        } catch (IOException e) {
            throw new JournalFault(Kind.WRITE_FAILED, Map.of("journal", directory), e);
        }
    }

    /** Why it takes no records now: a disk that it waits for, or a bug that ended it; empty while it does. */
    public Optional<JournalFault> fault() {
        return queue.fault();
    }

    /** What opening cut off because a crash had cut it short. */
    public Optional<Finding> torn() {
        return Optional.ofNullable(tail.torn());
    }

    /** Whether the last process that had the journal open closed it; true for a new one. */
    public boolean wasClosedCleanly() {
        return tail.closed() || tail.end() == 0;
    }

    /** Writes what waits, marks the clean close and lets go of the files. Not to be called by a completion. */
    @Override
    public void close() {
        if (Thread.currentThread().equals(writer)) {
            throw new IllegalStateException("a completion must not close the journal");
        }
        queue.close();
        Join.uninterruptibly(List.of(writer), () -> {
            reads.close();
            JournalLock.release(lock);
        });
    }

    private Pending pending(byte[] record, Completion completion) {
        if (record.length < 1 || record.length > options.maxRecordBytes()) {
            throw new IllegalArgumentException("a record has 1 to " + options.maxRecordBytes() + " bytes");
        }
        return Pending.of(record, completion);
    }
}
