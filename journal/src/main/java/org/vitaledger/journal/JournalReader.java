package org.vitaledger.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vitaledger.journal.FrameReader.Step;

/** Reads a journal's durable records in order, also while others append. One reader is for one thread. */
public final class JournalReader {
    private final SegmentReads reads;
    private final Segments segments;
    private final ForcedEnd forced;
    private long position;
    private @Nullable Segment segment;
    private @Nullable FrameReader frames;

    JournalReader(SegmentReads reads, Segments segments, ForcedEnd forced, long position) {
        this.reads = reads;
        this.segments = segments;
        this.forced = forced;
        this.position = position;
    }

    /**
     * The next durable record, or null if there is none yet.
     *
     * @throws JournalFault of kind DAMAGED, naming file and offset, OUT_OF_RANGE if the record was dropped, READ_FAILED
     */
    public @Nullable JournalRecord next() {
        while (true) {
            long end = forced.position();
            if (position >= end) {
                return null;
            }
            Segment here = segments.holding(position);
            if (frames == null || !here.equals(segment)) {
                frames = new FrameReader(reads, here, position);
                segment = here;
            }
            switch (frames.next(segments.endOf(here, end))) {
                case Step.Data data -> {
                    position = data.frame().end();
                    return new JournalRecord(data.frame().position(), data.payload());
                }
                case Step.Close close -> position = close.frame().end();
                case Step.Bad bad -> {
                    Path file = here.file();
                    throw JournalFault.damaged(file, here.offset(bad.position()), bad.what());
                }
                case Step.End _ -> {
                    // A segment was added between the two looks; the next round finds it.
                }
            }
        }
    }

    /** Where {@link #next} continues. */
    public long position() {
        return position;
    }
}
