package org.vitaledger.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.vitaledger.journal.JournalFault.Kind;

/** Keeps a directory to one user at a time, also within one process. */
final class JournalLock {
    private JournalLock() {}

    /** Takes the lock of {@code directory}, which is made if absent. */
    static FileChannel take(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(channel)) {
                channel.close();
                throw new JournalFault(Kind.IN_USE, Map.of("journal", directory), null);
            }
            return channel;
        } catch (IOException e) {
            throw new JournalFault(Kind.READ_FAILED, Map.of("journal", directory), e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new JournalFault(Kind.READ_FAILED, Map.of(), e);
        }
    }
}
