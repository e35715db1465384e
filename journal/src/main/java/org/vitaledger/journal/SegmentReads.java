package org.vitaledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitaledger.journal.JournalFault.Kind;

/** Reads segment files at any offset from any thread, with a bounded number of open channels. */
final class SegmentReads implements AutoCloseable {
    private static final int MAX_OPEN = 64;

    private final Map<Path, FileChannel> open = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    /** Fills {@code to} from {@code offset} of {@code file} on, as far as the file goes; tells the bytes read. */
    int read(Path file, byte[] to, int at, ReadRange range) {
        int done = 0;
        try {
            while (done < range.length()) {
                int step = Math.min(range.length() - done, 256 << 10);
                int n = readOnce(file, ByteBuffer.wrap(to, at + done, step), range.offset() + done);
                if (n < 0) {
                    return done;
                }
                done += n;
            }
            return done;
        } catch (IOException e) {
            throw new JournalFault(Kind.READ_FAILED, Map.of("file", file, "offset", range.offset()), e);
        }
    }

    /** Which bytes of a file. */
    record ReadRange(long offset, int length) {}

    /** A thread interrupted while reading closes the channel under all others, so they open it again. */
    private int readOnce(Path file, ByteBuffer to, long offset) throws IOException {
        while (true) {
            FileChannel channel = channel(file);
            try {
                return channel.read(to, offset);
            } catch (ClosedChannelException e) {
                forget(file, channel);
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    private synchronized FileChannel channel(Path file) throws IOException {
        if (closed) {
            throw new JournalFault(Kind.CLOSED, Map.of("file", file), null);
        }
        FileChannel channel = open.get(file);
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            open.put(file, channel);
            if (open.size() > MAX_OPEN) {
                Path eldest = open.keySet().iterator().next();
                closeQuietly(open.remove(eldest));
            }
        }
        return channel;
    }

    private synchronized void forget(Path file, FileChannel channel) {
        open.remove(file, channel);
    }

    synchronized void forget(Path file) {
        closeQuietly(open.remove(file));
    }

    @Override
    public synchronized void close() {
        closed = true;
        List<FileChannel> channels = new ArrayList<>(open.values());
        open.clear();
        channels.forEach(SegmentReads::closeQuietly);
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new JournalFault(Kind.READ_FAILED, Map.of(), e);
        }
    }
}
