package org.vitaledger.journal;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.vitaledger.journal.JournalFault.Kind;

/**
 * The one thread that writes: takes all that waits, writes it, forces once, then completes it in order. When the disk
 * fails, what waits fails, and the disk is tried again until it takes writes; a bug ends the thread, and all that waits
 * and follows fails.
 */
final class JournalWriter implements Runnable {
    private static final long GROUP = 8L << 20;

    private final JournalOptions options;
    private final AppendQueue queue;
    private final ForcedEnd forced;
    private final SegmentWriter segments;
    private List<Pending> group = List.of();

    JournalWriter(JournalOptions options, Segments segments, AppendQueue queue, ForcedEnd forced) throws IOException {
        this.options = options;
        this.queue = queue;
        this.forced = forced;
        this.segments = new SegmentWriter(options, segments, forced.position());
    }

    @Override
    public void run() {
        try {
            if (writeAll()) {
                group = List.of(Pending.close());
                write();
            }
        } catch (RuntimeException | Error e) {
            fail(new JournalFault(Kind.STOPPED, Map.of("file", segments.file()), e));
            throw e;
        } finally {
            tell(this::close);
            forced.wake();
        }
    }

    /** Writes until the end; false if the disk fails then. */
    private boolean writeAll() {
        for (group = queue.take(GROUP); !group.isEmpty(); group = queue.take(GROUP)) {
            long size = SegmentWriter.size(group);
            if (!write() && !mend(size)) {
                return false;
            }
        }
        return true;
    }

    private boolean write() {
        long start = segments.next();
        try {
            segments.write(group);
        } catch (IOException e) {
            fail(new JournalFault(Kind.WRITE_FAILED, Map.of("file", segments.file(), "position", start), e));
            return false;
        }
        List<Pending> written = group;
        group = List.of();
        forced.advance(segments.next());
        queue.release(written);
        long position = start;
        for (Pending pending : written) {
            tellForced(pending, position);
            position += pending.size();
        }
        tell(options.afterBatch());
        return true;
    }

    /** All are told before anything new is taken: what follows a lost record of theirs must not be durable. */
    private void fail(JournalFault fault) {
        List<Pending> left = queue.suspend(fault);
        List<Pending> lost = group;
        group = List.of();
        lost.forEach(pending -> tellFailed(pending, fault));
        left.forEach(pending -> tellFailed(pending, fault));
        tell(options.afterBatch());
    }

    /** Waits until the disk takes writes again; false if the end comes first. */
    private boolean mend(long room) {
        while (!queue.closedWithin(options.retry())) {
            try {
                segments.mend(forced.position(), room);
                queue.resume();
                return true;
            } catch (IOException _) {
                // The fault that is told is the first one.
            }
        }
        return false;
    }

    private static void tellForced(Pending pending, long position) {
        Completion completion = pending.completion();
        if (completion != null) {
            tell(() -> completion.forced(position));
        }
    }

    private static void tellFailed(Pending pending, JournalFault fault) {
        Completion completion = pending.completion();
        if (completion != null) {
            tell(() -> completion.failed(fault));
        }
    }

    /** One listener's bug must not keep the others from being told. */
    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    private void close() {
        try {
            segments.close();
        } catch (IOException e) {
            throw new JournalFault(Kind.WRITE_FAILED, Map.of("file", segments.file()), e);
        }
    }
}
