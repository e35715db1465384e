package org.vitaledger.journal;

import java.util.Arrays;
import org.vitaledger.journal.SegmentReads.ReadRange;

/** Reads the frames of one segment in order. Not thread-safe. */
final class FrameReader {
    private static final int BUFFER = 64 << 10;

    private final SegmentReads reads;
    private final Segment segment;
    private long position;
    private byte[] buffer = new byte[BUFFER];
    private int from;
    private int until;

    FrameReader(SegmentReads reads, Segment segment, long position) {
        this.reads = reads;
        this.segment = segment;
        this.position = position;
    }

    /** What is at the reader's position. */
    sealed interface Step {
        /** A valid record; the reader stands behind it. */
        record Data(Frame frame, byte[] payload) implements Step {}

        /** The marker of a clean close; the reader stands behind it. */
        record Close(Frame frame) implements Step {}

        /** Something that is not valid; the reader stands before it. */
        record Bad(long position, String what) implements Step {}

        /** The limit. */
        record End(long position) implements Step {}
    }

    /** Reads on, but nothing at or behind the position {@code limit}. */
    Step next(long limit) {
        if (position >= limit) {
            return new Step.End(position);
        }
        if (!ensure(Frame.HEADER, limit)) {
            return new Step.Bad(position, "the frame header is incomplete");
        }
        if (!Frame.validAt(buffer, from, segment.journalId(), position)) {
            return new Step.Bad(position, "the frame header is not valid");
        }
        Frame frame = Frame.read(buffer, from, position);
        if (frame.isClose()) {
            advance(Frame.HEADER);
            return new Step.Close(frame);
        }
        if (!ensure(Frame.HEADER + frame.length(), limit)) {
            return new Step.Bad(position, "the record is incomplete");
        }
        int start = from + Frame.HEADER;
        if (Frame.crc(buffer, start, frame.length()) != frame.payloadCrc()) {
            return new Step.Bad(position, "the record differs from its checksum");
        }
        byte[] payload = Arrays.copyOfRange(buffer, start, start + frame.length());
        advance(Frame.HEADER + frame.length());
        return new Step.Data(frame, payload);
    }

    /** Goes at least one byte further, to the next valid frame header before {@code limit}, or to {@code limit}. */
    void resync(long limit) {
        advance(1);
        while (ensure(Frame.HEADER, limit)) {
            if (Frame.validAt(buffer, from, segment.journalId(), position)) {
                return;
            }
            advance(1);
        }
        position = limit;
        from = 0;
        until = 0;
    }

    /** Whether a frame of a group that starts behind {@code bad} follows; if so, {@code bad} was once forced. */
    boolean laterGroupFollows(long bad, long limit) {
        resync(limit);
        while (position < limit) {
            if (Frame.read(buffer, from, position).groupStart() > bad) {
                return true;
            }
            resync(limit);
        }
        return false;
    }

    long position() {
        return position;
    }

    private void advance(int bytes) {
        from += bytes;
        position += bytes;
    }

    private boolean ensure(int bytes, long limit) {
        if (until - from >= bytes) {
            return true;
        }
        if (position + bytes > limit) {
            return false;
        }
        byte[] target = bytes > buffer.length ? new byte[bytes] : buffer;
        int kept = Math.max(until - from, 0);
        System.arraycopy(buffer, until - kept, target, 0, kept);
        until = kept;
        from = 0;
        buffer = target;
        int wanted = (int) Math.min(buffer.length - until, limit - position - until);
        until += reads.read(segment.file(), buffer, until, new ReadRange(segment.offset(position) + until, wanted));
        return until >= bytes;
    }
}
