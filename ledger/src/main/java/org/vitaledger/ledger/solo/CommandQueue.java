package org.vitaledger.ledger.solo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vitaledger.ledger.SubmitFault;

/** What waits for a block, bounded: many threads add, one takes. */
final class CommandQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final Condition added = lock.newCondition();
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private final int capacity;
    private boolean closed;
    private @Nullable SubmitFault failure;

    CommandQueue(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds {@code pending}, waiting while the queue is full.
     *
     * @throws SubmitFault if the queue is or gets closed or failed
     */
    void add(Pending pending) {
        lock.lock();
        try {
            while (waiting.size() >= capacity && !closed && failure == null) {
                taken.awaitUninterruptibly();
            }
            if (failure != null) {
                throw new SubmitFault(failure.code(), failure.context(), failure);
            }
            if (closed) {
                throw new SubmitFault(SubmitFault.Kind.CLOSED, Map.of(), null);
            }
            waiting.add(pending);
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    /** All that waits, up to {@code commands} and about {@code bytes}; waits for one; none once closed and empty. */
    List<Pending> take(int commands, int bytes) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                added.awaitUninterruptibly();
            }
            List<Pending> batch = new ArrayList<>(Math.min(waiting.size(), commands));
            int size = 0;
            while (!waiting.isEmpty() && batch.size() < commands && size < bytes) {
                Pending next = waiting.remove();
                batch.add(next);
                size += next.submission().applied().size();
            }
            taken.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more; what waits is still to be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            taken.signalAll();
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more, and gives what waits to whom it concerns. */
    List<Pending> fail(SubmitFault fault) {
        lock.lock();
        try {
            failure = fault;
            List<Pending> left = List.copyOf(waiting);
            waiting.clear();
            taken.signalAll();
            return left;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
