package org.vitaledger.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.vitaledger.journal.Disk;

/** A disk whose force waits for the test, and that remembers what a loss of power would leave. */
final class GateDisk implements Disk {
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch forcing = new CountDownLatch(1);
    private volatile boolean full;
    private final Map<Path, Long> forced = new ConcurrentHashMap<>();

    /** From now on a force waits for {@link #open}. */
    void shut() {
        gate = new CountDownLatch(1);
        forcing = new CountDownLatch(1);
    }

    void open() {
        gate.countDown();
    }

    /** Returns once something was written and its force waits. */
    void awaitForce() throws InterruptedException {
        if (!forcing.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing was written");
        }
    }

    /** From now on there is no room, or there is again. */
    void full(boolean isFull) {
        full = isFull;
    }

    @Override
    public void write(Path file, FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        Disk.DIRECT.write(file, channel, bytes, offset);
    }

    @Override
    public void force(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        forcing.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        Disk.DIRECT.force(file, channel);
        forced.merge(file, size, Math::max);
    }

    /** Copies {@code from} to {@code to} as a loss of power would leave it now: files of this disk up to their last force. */
    void afterPowerLoss(Path from, Path to) throws IOException {
        Map<Path, Long> lengths = Map.copyOf(forced);
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    Path copy = to.resolve(from.relativize(file).toString());
                    Files.createDirectories(copy.resolveSibling("."));
                    Files.copy(file, copy);
                    Long length = lengths.get(file);
                    if (length != null) {
                        try (FileChannel channel = FileChannel.open(copy, java.nio.file.StandardOpenOption.WRITE)) {
                            channel.truncate(length);
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
