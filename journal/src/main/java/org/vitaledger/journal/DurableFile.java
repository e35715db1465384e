package org.vitaledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.vitaledger.journal.JournalFault.Kind;

/** Replaces small files so that a crash leaves the old content or the new, never a mixture. Safe for any thread. */
public final class DurableFile {
    private DurableFile() {}

    /**
     * Gives {@code file} the content {@code bytes}; on return it outlives a loss of power.
     *
     * @throws JournalFault of kind WRITE_FAILED; the old content is then still there
     */
    public static void replace(Path file, byte[] bytes) {
        replace(file, bytes, false);
    }

    /** As {@link #replace(Path, byte[])}, for secrets: only the owner may read the file, where the file system can say so. */
    public static void replacePrivate(Path file, byte[] bytes) {
        replace(file, bytes, true);
    }

    private static void replace(Path file, byte[] bytes, boolean ownerOnly) {
        Path target = file.toAbsolutePath();
        Path unfinished = target.resolveSibling(target.getFileName() + Segment.UNFINISHED);
        try {
            Files.deleteIfExists(unfinished);
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                if (ownerOnly && Files.getFileStore(unfinished).supportsFileAttributeView("posix")) {
                    Files.setAttribute(
                            unfinished,
                            "posix:permissions",
                            PosixFilePermissions.fromString("rw-------"),
                            LinkOption.NOFOLLOW_LINKS);
                }
                Disk.DIRECT.write(unfinished, channel, ByteBuffer.wrap(bytes), 0);
                channel.force(true);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory(target.resolveSibling("."));
        } catch (IOException e) {
            throw new JournalFault(Kind.WRITE_FAILED, Map.of("file", file), e);
        }
    }

    /** Makes the names in {@code directory} durable. */
    public static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
