package org.vitaledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * How a journal's writer thread reaches the disk. Tests put a disk of their own here that is full, fails or is slow
 * between write and force; {@link #DIRECT} is the real one.
 */
public interface Disk {
    /** The file channel itself. */
    Disk DIRECT = new Disk() {};

    /** Writes all of {@code bytes} to {@code file} from {@code offset} on. */
    default void write(Path file, FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Returns once everything written to {@code file} so far outlives a loss of power. */
    default void force(Path file, FileChannel channel) throws IOException {
        channel.force(false);
    }
}
