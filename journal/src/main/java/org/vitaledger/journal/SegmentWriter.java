package org.vitaledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes groups of records at the end of the last segment. For the writer's thread; after a failure only {@link #mend}. */
final class SegmentWriter implements AutoCloseable {
    private static final int STAGING = 1 << 20;

    /** A disk with less room counts as full, so that it is not tried, and complained about, for each small record. */
    private static final int LEAST_ROOM = 1 << 20;

    private final JournalOptions options;
    private final Segments segments;
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING);
    private Segment segment;
    private FileChannel channel;
    private long next;
    private long staged;

    SegmentWriter(JournalOptions options, Segments segments, long end) throws IOException {
        this.options = options;
        this.segments = segments;
        this.segment = segments.last();
        this.channel = open(segment);
        this.next = end;
    }

    private static FileChannel open(Segment segment) throws IOException {
        return FileChannel.open(segment.file(), StandardOpenOption.WRITE);
    }

    /** The position behind what was written last. */
    long next() {
        return next;
    }

    Path file() {
        return segment.file();
    }

    /** Writes a group and forces it. */
    void write(List<Pending> group) throws IOException {
        rollIfFull(size(group));
        long start = next;
        staged = start;
        staging.clear();
        for (Pending pending : group) {
            stage(pending, start);
        }
        flush();
        options.disk().force(segment.file(), channel);
    }

    /**
     * Removes what is behind {@code forced}, and sees whether the disk takes {@code room} bytes there. After a failed force
     * the system may hold for clean what it never wrote, so nothing of a failed group is kept: it is cut off, and what
     * shares a page with it is written again with the next force.
     */
    void mend(long forced, long room) throws IOException {
        close();
        segment = segments.last();
        next = forced;
        removeUnlisted();
        channel = open(segment);
        cut();
        try {
            probe(Math.max(room, LEAST_ROOM));
        } finally {
            cut();
        }
    }

    /** A segment that was made but not taken into use must not stay behind one that goes on growing. */
    private void removeUnlisted() throws IOException {
        for (Path file : Segments.files(segment.directory())) {
            if (Segment.namedPosition(file) > segment.first()) {
                Files.delete(file);
            }
        }
    }

    private void cut() throws IOException {
        channel.truncate(segment.offset(next));
        channel.force(true);
    }

    private void probe(long room) throws IOException {
        for (long done = 0; done < room; done += STAGING) {
            staging.clear().put(new byte[STAGING]).flip();
            options.disk().write(segment.file(), channel, staging, segment.offset(next) + done);
        }
        options.disk().force(segment.file(), channel);
    }

    static long size(List<Pending> group) {
        long size = 0;
        for (Pending pending : group) {
            size += pending.size();
        }
        return size;
    }

    private void rollIfFull(long size) throws IOException {
        long used = next - segment.first();
        if (used > 0 && used + size > options.segmentBytes()) {
            Segment fresh = Segment.create(segment.directory(), segment.journalId(), next);
            channel.close();
            channel = open(fresh);
            segment = fresh;
            segments.add(fresh);
        }
    }

    private void stage(Pending pending, long groupStart) throws IOException {
        if (staging.remaining() < Frame.HEADER) {
            flush();
        }
        pending.frame(next, groupStart).write(segment.journalId(), staging);
        byte[] payload = pending.payload();
        for (int done = 0; done < payload.length; ) {
            if (!staging.hasRemaining()) {
                flush();
            }
            int step = Math.min(staging.remaining(), payload.length - done);
            staging.put(payload, done, step);
            done += step;
        }
        next += pending.size();
    }

    private void flush() throws IOException {
        staging.flip();
        int bytes = staging.remaining();
        options.disk().write(segment.file(), channel, staging, segment.offset(staged));
        staged += bytes;
        staging.clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
