package org.vitaledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.journal.JournalFault.Kind;

/** The one thread that writes: takes all that waits, writes it, forces once, then completes it in order. */
final class JournalWriter implements Runnable {
    private static final int STAGING = 1 << 20;
    private static final long GROUP = 8L << 20;

    private final JournalOptions options;
    private final Segments segments;
    private final AppendQueue queue;
    private final ForcedEnd forced;
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING);
    private Segment segment;
    private FileChannel channel;
    private long next;
    private long staged;

    JournalWriter(JournalOptions options, Segments segments, AppendQueue queue, ForcedEnd forced) throws IOException {
        this.options = options;
        this.segments = segments;
        this.queue = queue;
        this.forced = forced;
        this.segment = segments.last();
        this.channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE);
        this.next = forced.position();
    }

    @Override
    public void run() {
        try {
            for (List<Pending> group = queue.take(GROUP); !group.isEmpty(); group = queue.take(GROUP)) {
                if (!forceAndComplete(group)) {
                    return;
                }
            }
            if (!queue.failed()) {
                forceAndComplete(List.of(Pending.close()));
            }
        } finally {
            closeChannel();
            forced.wake();
        }
    }

    private boolean forceAndComplete(List<Pending> group) {
        long start = next;
        @Nullable JournalFault fault = force(group);
        if (fault != null) {
            List<Pending> left = queue.fail(fault);
            group.forEach(pending -> tellFailed(pending, fault));
            left.forEach(pending -> tellFailed(pending, fault));
            tell(options.afterBatch());
            return false;
        }
        forced.advance(next);
        queue.release(group);
        long position = start;
        for (Pending pending : group) {
            tellForced(pending, position);
            position += pending.size();
        }
        tell(options.afterBatch());
        return true;
    }

    private @Nullable JournalFault force(List<Pending> group) {
        try {
            rollIfFull(group);
            long start = next;
            staged = start;
            staging.clear();
            for (Pending pending : group) {
                stage(pending, start);
            }
            flush();
            options.disk().force(segment.file(), channel);
            return null;
        } catch (IOException | RuntimeException e) {
            return new JournalFault(Kind.WRITE_FAILED, Map.of("file", segment.file(), "position", next), e);
        }
    }

    private void rollIfFull(List<Pending> group) throws IOException {
        long size = 0;
        for (Pending pending : group) {
            size += pending.size();
        }
        long used = next - segment.first();
        if (used > 0 && used + size > options.segmentBytes()) {
            Segment fresh = Segment.create(segment.directory(), segment.journalId(), next);
            channel.close();
            channel = FileChannel.open(fresh.file(), StandardOpenOption.WRITE);
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
        } catch (RuntimeException e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            tell(() -> {
                throw new JournalFault(Kind.WRITE_FAILED, Map.of("file", segment.file()), e);
            });
        }
    }
}
