package org.vitaledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.vitaledger.journal.FrameReader.Step;
import org.vitaledger.journal.SegmentReads.ReadRange;

/**
 * The end of a journal's last segment as opening found it.
 *
 * @param end the position after the last valid frame
 * @param closed whether that is the marker of a clean close
 * @param torn what was cut off, if anything
 */
record Tail(long end, boolean closed, @Nullable Finding torn) {
    /**
     * Walks the last segment, cuts off a torn write and makes its last group durable: it may have reached only the page
     * cache before the process died.
     *
     * @throws JournalFault of kind DAMAGED if something that was once forced is not valid
     */
    static Tail recover(SegmentReads reads, Segment last) throws IOException {
        long limit = last.endPosition(Files.size(last.file()));
        FrameReader frames = new FrameReader(reads, last, last.first());
        long group = last.first();
        boolean closed = false;
        while (true) {
            switch (frames.next(limit)) {
                case Step.Data data -> {
                    group = data.frame().groupStart();
                    closed = false;
                }
                case Step.Close _ -> closed = true;
                case Step.Bad bad -> {
                    if (frames.laterGroupFollows(bad.position(), limit)) {
                        throw JournalFault.damaged(last.file(), last.offset(bad.position()), bad.what());
                    }
                    cut(last, bad.position());
                    settle(reads, last, group, bad.position());
                    return new Tail(bad.position(), false, torn(last, bad));
                }
                case Step.End end -> {
                    if (!closed) {
                        settle(reads, last, group, end.position());
                    }
                    return new Tail(end.position(), closed, null);
                }
            }
        }
    }

    static Finding torn(Segment last, Step.Bad bad) {
        return new Finding(last.file(), last.offset(bad.position()), Finding.Kind.TORN_TAIL, bad.what());
    }

    private static void cut(Segment segment, long position) throws IOException {
        try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
            channel.truncate(segment.offset(position));
            channel.force(true);
        }
    }

    /** Writes the same bytes again: after a failed force the system may hold them for clean though they are not on disk. */
    private static void settle(SegmentReads reads, Segment segment, long from, long to) throws IOException {
        byte[] bytes = new byte[(int) (to - from)];
        reads.read(segment.file(), bytes, 0, new ReadRange(segment.offset(from), bytes.length));
        try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
            Disk.DIRECT.write(segment.file(), channel, ByteBuffer.wrap(bytes), segment.offset(from));
            channel.force(true);
        }
    }
}
