package org.vitaledger.vault.file;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vitaledger.journal.Join;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;

/**
 * The thread that writes the index, behind the journal. What it can't write it tries again each second; meanwhile reads
 * fail. Sealing goes on while it works; those who read wait until it has
 * caught up with what was durable when they asked. Packs sealed but not yet indexed are bounded.
 */
final class Indexer implements AutoCloseable {
    private static final int MAX_PACKS = 32_768;
    private static final int MAX_PER_WRITE = 64;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final IndexWriter writer;
    private final Thread thread;
    private final Semaphore room = new Semaphore(MAX_PACKS);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private final ArrayDeque<IndexItem> waiting = new ArrayDeque<>();
    private long added;
    private long done;
    private boolean closed;
    private @Nullable SealFault fault;
    private volatile @Nullable SealFault ended;

    Indexer(IndexWriter writer) {
        this.writer = writer;
        this.thread = Thread.ofPlatform().daemon().name("vault-index").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Waits until there is room for {@code packs} more packs. */
    void reserve(int packs) {
        room.acquireUninterruptibly(Math.min(packs, MAX_PACKS));
    }

    /** Gives back the room of a batch that was not sealed. */
    void release(int packs) {
        room.release(Math.min(packs, MAX_PACKS));
    }

    /** Hands over what became durable; never blocks. */
    void add(IndexItem item) {
        lock.lock();
        try {
            SealFault failure = closed ? closedFault() : ended;
            if (failure == null) {
                waiting.add(item);
                added++;
                work.signal();
            } else {
                giveUp(item, failure);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything handed over so far is in the index. */
    void await() {
        lock.lock();
        try {
            long wanted = added;
            while (done < wanted && fault == null) {
                progress.awaitUninterruptibly();
            }
            if (fault != null) {
                throw fault;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Why the index is not kept up now; empty if it is. */
    Optional<SealFault> fault() {
        lock.lock();
        try {
            return Optional.ofNullable(fault);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        List<IndexItem> items = List.of();
        try {
            for (items = take(); !items.isEmpty(); items = take()) {
                if (!written(items)) {
                    giveUp(items, closedFault());
                    return;
                }
                finish(items);
            }
        } catch (RuntimeException | Error e) {
            SealFault failure = new SealFault(SealCode.STOPPED, Map.of(), e);
            ended = failure;
            giveUp(items, failure);
            throw e;
        }
    }

    /** Tries until the items are written, which may be repeated; false if the end comes first. */
    private boolean written(List<IndexItem> items) {
        while (true) {
            try {
                writer.apply(items);
                suspend(null);
                return true;
            } catch (SealFault e) {
                suspend(e);
                if (closedWithin(RETRY)) {
                    return false;
                }
            }
        }
    }

    private void suspend(@Nullable SealFault because) {
        lock.lock();
        try {
            fault = because;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean closedWithin(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!closed && left > 0) {
                left = work.awaitNanos(left);
            }
            return closed;
        } catch (InterruptedException _) {
            return true;
        } finally {
            lock.unlock();
        }
    }

    private List<IndexItem> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                work.awaitUninterruptibly();
            }
            List<IndexItem> items = new ArrayList<>();
            while (items.size() < MAX_PER_WRITE && !waiting.isEmpty()) {
                items.add(waiting.remove());
            }
            return items;
        } finally {
            lock.unlock();
        }
    }

    private void finish(List<IndexItem> items) {
        for (IndexItem item : items) {
            switch (item) {
                case IndexItem.BatchAt batch -> release(batch.packs().size());
                case IndexItem.Forgotten forgotten -> forgotten.done().complete(null);
                case IndexItem.DocumentAt _ -> {}
            }
        }
        lock.lock();
        try {
            done += items.size();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(List<IndexItem> items, SealFault failure) {
        lock.lock();
        try {
            fault = failure;
            items.forEach(item -> giveUp(item, failure));
            waiting.forEach(item -> giveUp(item, failure));
            waiting.clear();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(IndexItem item, SealFault failure) {
        switch (item) {
            case IndexItem.BatchAt batch -> release(batch.packs().size());
            case IndexItem.Forgotten forgotten -> forgotten.done().completeExceptionally(failure);
            case IndexItem.DocumentAt _ -> {}
        }
    }

    private static SealFault closedFault() {
        return new SealFault(SealCode.CLOSED, Map.of(), null);
    }

    /** Writes what waits, then stops. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        Join.uninterruptibly(thread);
    }
}
