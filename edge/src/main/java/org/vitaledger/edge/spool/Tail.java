package org.vitaledger.edge.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vitaledger.edge.drain.DrainOptions;
import org.vitaledger.edge.drain.PackSource.SpooledPack;

/**
 * The newest durable packs in memory, for a drain that keeps up. When it does not, the tail fills up and is closed; the
 * drain reads from the disk until it has caught up. Safe for any thread.
 */
final class Tail {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private long bytes;
    private int readings;
    private long end;
    private boolean open = true;
    /** What whoever waits for company waits for, if somebody does. */
    private @Nullable DrainOptions wanted;

    private record Item(SpooledPack spooled, long start, long arrivedNanos) {
        long size() {
            return spooled.end() - start;
        }

        int readings() {
            return spooled.pack().readings().size();
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
            Item item = new Item(spooled, start, System.nanoTime());
            // What is empty can begin anew: it has no gap.
            open = (open || items.isEmpty()) && bytes + item.size() <= maxBytes;
            if (open) {
                items.add(item);
                bytes += item.size();
                readings += item.readings();
            }
            if (wanted == null || isEnough(wanted)) {
                more.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the packs behind {@code after}, up to a full batch, once that is large enough or the first one waited for
     * company; null if they must be read from the disk, which nothing waits for; empty if none came for a while.
     */
    @Nullable List<SpooledPack> take(long after, DrainOptions options) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = IDLE_NANOS;
            while (end <= after && left > 0) {
                left = more.awaitNanos(left);
            }
            if (end <= after) {
                return List.of();
            }
            while (!items.isEmpty() && items.element().spooled().end() <= after) {
                removeFirst();
            }
            Item first = items.peek();
            if (first == null || first.start() > after) {
                return null;
            }
            awaitCompany(first, options);
            return poll(options.maxPacks());
        } finally {
            lock.unlock();
        }
    }

    private void awaitCompany(Item first, DrainOptions options) throws InterruptedException {
        wanted = options;
        try {
            long left = first.arrivedNanos() + options.linger().toNanos() - System.nanoTime();
            while (left > 0 && !isEnough(options)) {
                left = more.awaitNanos(left);
            }
        } finally {
            wanted = null;
        }
    }

    /** Whether there is company enough, or no room for more. */
    private boolean isEnough(DrainOptions options) {
        return !open || options.isEnough(items.size(), readings);
    }

    private List<SpooledPack> poll(int limit) {
        List<SpooledPack> taken = new ArrayList<>();
        while (!items.isEmpty() && taken.size() < limit) {
            taken.add(removeFirst());
        }
        return taken;
    }

    private SpooledPack removeFirst() {
        Item item = items.remove();
        bytes -= item.size();
        readings -= item.readings();
        return item.spooled();
    }
}
