package org.vitaledger.vault.sort;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;

/** A file of sorted items. One thread writes it; then any thread reads. */
final class Run implements AutoCloseable {
    private static final int WRITE = 1 << 18;
    private static final int STRIDE = 1 << 20;

    private final Path folder;
    private final FileChannel channel;
    /** Where some of the keys are, one in each mebibyte: the first of them that is the key of its item. */
    private final NavigableMap<byte[], Long> starts = new TreeMap<>(Arrays::compareUnsigned);

    private final ByteBuffer out = ByteBuffer.allocate(WRITE);
    private long size;
    private long nextStart;

    private Run(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** A new one in {@code folder}, without a name to remain. */
    static Run create(Path folder) {
        try {
            Path file = Files.createTempFile(folder, "vitaledger-sort-", ".tmp");
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            return new Run(folder, channel);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static SealFault failed(Path folder, IOException cause) {
        return new SealFault(SealCode.SCRATCH, Map.of("folder", folder), cause);
    }

    /** Writes the item at {@code offset} of {@code bytes}, which comes behind all before it. */
    void write(byte[] bytes, int offset, int length) {
        if (size >= nextStart) {
            int key = Items.int32(bytes, offset);
            int from = offset + Items.LENGTHS;
            starts.putIfAbsent(Arrays.copyOfRange(bytes, from, from + key), size);
            nextStart = size + STRIDE;
        }
        for (int done = 0; done < length; ) {
            if (!out.hasRemaining()) {
                drain();
            }
            int step = Math.min(out.remaining(), length - done);
            out.put(bytes, offset + done, step);
            done += step;
        }
        size += length;
    }

    /** Nothing more is written. */
    void finish() {
        drain();
    }

    private void drain() {
        out.flip();
        try {
            while (out.hasRemaining()) {
                channel.write(out);
            }
        } catch (IOException e) {
            throw failed(folder, e);
        }
        out.clear();
    }

    long size() {
        return size;
    }

    /** Where to begin to look for {@code key}: not behind it. */
    long before(byte[] key) {
        Map.Entry<byte[], Long> start = starts.lowerEntry(key);
        return start == null ? 0 : start.getValue();
    }

    /** Fills {@code to} from {@code offset} on as far as the file goes; tells the bytes read. */
    int read(long offset, byte[] to, int at) {
        ByteBuffer into = ByteBuffer.wrap(to, at, to.length - at);
        try {
            long next = offset;
            int n = 0;
            while (into.hasRemaining() && n >= 0) {
                n = channel.read(into, next);
                next += Math.max(n, 0);
            }
            return (int) (next - offset);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }
}
