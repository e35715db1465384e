package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.vitaledger.journal.Disk;

/** A disk each of whose forces takes longer, by a time that is drawn. Safe for any thread. */
final class SlowDisk implements Disk {
    private final long least;
    private final long most;
    private final SplittableRandom random = new SplittableRandom(20_261_123);

    SlowDisk(Duration least, Duration most) {
        this.least = least.toNanos();
        this.most = most.toNanos();
    }

    @Override
    public void force(Path file, FileChannel channel) throws IOException {
        long end = System.nanoTime() + drawn();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        Disk.super.force(file, channel);
    }

    private synchronized long drawn() {
        return least + random.nextLong(most - least + 1);
    }
}
