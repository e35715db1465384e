package org.vitaledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A disk for tests: it can hold back forces, run full or fail to force, and knows what a loss of power would leave, the
 * forced prefix of each file. Safe for any thread.
 */
public final class ForcedDisk implements Disk {
    private final Map<String, Long> forcedSizes = new ConcurrentHashMap<>();
    private final AtomicInteger forces = new AtomicInteger();
    private final AtomicInteger waitingForces = new AtomicInteger();
    private final AtomicLong capacity = new AtomicLong(Long.MAX_VALUE);
    private volatile @Nullable Semaphore gate;
    private volatile boolean forceFails;

    /** From now on every force waits for one {@link #letForce}. */
    public void holdForces() {
        gate = new Semaphore(0);
    }

    /** Lets {@code count} held forces go on. */
    public void letForce(int count) {
        Semaphore held = gate;
        if (held != null) {
            held.release(count);
        }
    }

    /** Lets all held forces go on and holds no more. */
    public void letAllForces() {
        Semaphore held = gate;
        gate = null;
        if (held != null) {
            held.release(1_000_000);
        }
    }

    /** From now on every force fails. */
    public void failForces() {
        forceFails = true;
    }

    /** From now on forces succeed again. */
    public void mendForces() {
        forceFails = false;
    }

    /** After {@code bytes} more bytes the disk is full. */
    public void fullAfter(long bytes) {
        capacity.set(bytes);
    }

    /** How many forces succeeded. */
    public int forces() {
        return forces.get();
    }

    /** How many forces are being held back now. */
    public int waitingForces() {
        return waitingForces.get();
    }

    @Override
    public void write(Path file, FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        int wanted = bytes.remaining();
        long left = capacity.getAndAdd(-wanted);
        if (left < wanted) {
            bytes.limit(bytes.position() + (int) Math.max(left, 0));
            Disk.super.write(file, channel, bytes, offset);
            throw new IOException("No space left on device");
        }
        Disk.super.write(file, channel, bytes, offset);
    }

    @Override
    public void force(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        Semaphore held = gate;
        if (held != null) {
            waitingForces.incrementAndGet();
            held.acquireUninterruptibly();
            waitingForces.decrementAndGet();
        }
        if (forceFails) {
            throw new IOException("Input/output error");
        }
        Disk.super.force(file, channel);
        forcedSizes.put(file.getFileName().toString(), size);
        forces.incrementAndGet();
    }

    /** Copies the segments of {@code journal} as a loss of power would leave them now: only what was forced. */
    public void copyForced(Path journal, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(journal)) {
            for (Path file : files.filter(f -> Segment.namedPosition(f) >= 0).toList()) {
                String name = file.getFileName().toString();
                long forced = forcedSizes.getOrDefault(name, (long) Segment.HEADER);
                Files.write(to.resolve(name), Arrays.copyOf(Files.readAllBytes(file), (int) forced));
            }
        }
    }
}
