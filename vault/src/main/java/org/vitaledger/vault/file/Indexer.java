package org.vitaledger.vault.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;

/**
 * The thread that writes the index, behind the journal. Sealing goes on while it works; those who read wait until it has
 * caught up with what was durable when they asked. Packs sealed but not yet indexed are bounded.
 */
final class Indexer implements AutoCloseable {
    private static final int MAX_PACKS = 32_768;
    private static final int MAX_PER_WRITE = 64;

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
            SealFault failure = closed ? closedFault() : fault;
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

    private void run() {
        for (List<IndexItem> items = take(); !items.isEmpty(); items = take()) {
            try {
                writer.apply(items);
            } catch (RuntimeException e) {
                fail(e, items);
                return;
            }
            finish(items);
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

    private void fail(RuntimeException cause, List<IndexItem> items) {
        SealFault failure = cause instanceof SealFault known ? known : new SealFault(SealCode.INDEX, Map.of(), cause);
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
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
