package org.vitaledger.ledger.log;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Snapshot;

/** What everybody may see: the snapshot after the last block shown, and the last few blocks. Safe for any thread. */
final class Published {
    private static final int RECENT_BLOCKS = 64;

    /** Of their entries; decoded they take several times as much memory. */
    private static final long RECENT_BYTES = 2 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Kept> recent = new ArrayDeque<>();
    private long recentBytes;
    private int followers;
    private boolean ended;
    private volatile Snapshot snapshot;

    private record Kept(Block block, long bytes) {}

    Published(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** Somebody follows from now on, until {@link #leave}. */
    void enter() {
        lock.lock();
        try {
            followers++;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            followers--;
            if (followers == 0) {
                recent.clear();
                recentBytes = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Keeps {@code block}, whose entries have so many bytes, at hand for followers, to be shown later. */
    void keep(Block block, long bytes) {
        lock.lock();
        try {
            if (followers == 0) {
                return;
            }
            recent.add(new Kept(block, bytes));
            recentBytes += bytes;
            while (recent.size() > RECENT_BLOCKS || (recentBytes > RECENT_BYTES && recent.size() > 1)) {
                recentBytes -= recent.remove().bytes();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Shows everything up to {@code next}. */
    void show(Snapshot next) {
        lock.lock();
        try {
            snapshot = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The block at {@code height} if it is one of the last. */
    Optional<Block> recent(long height) {
        lock.lock();
        try {
            return recent.stream()
                    .map(Kept::block)
                    .filter(block -> block.height() == height)
                    .findFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the block at {@code height}; false if {@code stop} or the end of the ledger came first. */
    boolean await(long height, BooleanSupplier stop) {
        lock.lock();
        try {
            while (snapshot.height() < height && !ended && !stop.getAsBoolean()) {
                changed.awaitUninterruptibly();
            }
            return !ended && !stop.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /** Lets all who wait look again whether they should stop. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** There will be no more blocks. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }
}
