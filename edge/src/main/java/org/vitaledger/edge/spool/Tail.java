package org.vitaledger.edge.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vitaledger.edge.drain.PackSource.SpooledPack;

/**
 * The newest durable packs in memory, for a drain that keeps up. When it does not, the tail fills up and is closed; the
 * drain reads from the disk until it has caught up. Safe for any thread.
 */
final class Tail {
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private long bytes;
    private long end;
    private boolean open = true;

    private record Item(SpooledPack spooled, long start) {
        long size() {
            return spooled.end() - start;
        }
    }

    Tail(long maxBytes, long end) {
        this.maxBytes = maxBytes;
        this.end = end;
    }

    /** A pack became durable from {@code start} on. */
    void add(SpooledPack spooled, long start) {
        lock.lock();
        try {
            end = spooled.end();
            Item item = new Item(spooled, start);
            open = open && bytes + item.size() <= maxBytes;
            if (open) {
                items.add(item);
                bytes += item.size();
            }
            more.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the packs behind {@code after}; null if they must be read from the disk, empty if there are none in time. */
    @Nullable List<SpooledPack> take(long after, int limit, long waitNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = waitNanos;
            while (end <= after && left > 0) {
                left = more.awaitNanos(left);
            }
            if (end <= after) {
                // Caught up: from here on the tail has everything again.
                open = true;
                return List.of();
            }
            while (!items.isEmpty() && items.element().spooled().end() <= after) {
                bytes -= items.remove().size();
            }
            Item first = items.peek();
            return first != null && first.start() <= after ? poll(limit) : null;
        } finally {
            lock.unlock();
        }
    }

    private List<SpooledPack> poll(int limit) {
        List<SpooledPack> taken = new ArrayList<>();
        for (Item item = items.peek(); item != null && taken.size() < limit; item = items.peek()) {
            items.remove();
            bytes -= item.size();
            taken.add(item.spooled());
        }
        return taken;
    }
}
