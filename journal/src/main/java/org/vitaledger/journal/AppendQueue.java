package org.vitaledger.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vitaledger.journal.JournalFault.Kind;

/**
 * The bounded queue between those who append and the one writer. What the writer has taken counts as waiting until it is
 * released, so that the bound is on what is not yet durable.
 */
final class AppendQueue {
    private final int maxRecords;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private int records;
    private long bytes;
    private boolean writerIdle;
    private boolean closed;
    private @Nullable JournalFault fault;
    private @Nullable JournalFault lastFault;

    AppendQueue(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    /** Adds {@code pending}; when there is no room, waits or returns false. */
    boolean add(Pending pending, boolean wait) {
        lock.lock();
        try {
            requireOpen();
            JournalFault before = lastFault;
            while (!hasRoom(pending)) {
                if (!wait) {
                    return false;
                }
                room.awaitUninterruptibly();
                requireOpen();
                requireNoneLost(before);
            }
            waiting.add(pending);
            records++;
            bytes += pending.size();
            if (writerIdle) {
                writerIdle = false;
                work.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(Pending pending) {
        return records == 0 || (records < maxRecords && bytes + pending.size() <= maxBytes);
    }

    private void requireOpen() {
        if (fault != null) {
            throw fault.again();
        }
        if (closed) {
            throw new JournalFault(Kind.CLOSED, Map.of(), null);
        }
    }

    /** What waited while others were lost fails with them, as it would have with a place in the queue. */
    private void requireNoneLost(@Nullable JournalFault before) {
        JournalFault last = lastFault;
        if (last != null && last != before) {
            throw last.again();
        }
    }

    /** Waits for records and takes them in order, up to about {@code limit} bytes; none once closed and empty. */
    List<Pending> take(long limit) {
        List<Pending> taken = new ArrayList<>();
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                writerIdle = true;
                work.awaitUninterruptibly();
            }
            long size = 0;
            for (Pending next = waiting.peek(); next != null; next = waiting.peek()) {
                size += next.size();
                if (size > limit && !taken.isEmpty()) {
                    break;
                }
                taken.add(waiting.remove());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Makes room: {@code done} are durable. */
    void release(List<Pending> done) {
        long size = 0;
        for (Pending pending : done) {
            size += pending.size();
        }
        lock.lock();
        try {
            records -= done.size();
            bytes -= size;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Every addition throws {@code cause} until {@link #resume}; returns what was still waiting, and releases all. */
    List<Pending> suspend(JournalFault cause) {
        lock.lock();
        try {
            fault = cause;
            lastFault = cause;
            List<Pending> left = new ArrayList<>(waiting);
            waiting.clear();
            records = 0;
            bytes = 0;
            room.signalAll();
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** Takes additions again. */
    void resume() {
        lock.lock();
        try {
            fault = null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end; false if it did not come within {@code timeout}. */
    boolean closedWithin(Duration timeout) {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (!closed && left > 0) {
                left = work.awaitNanos(left);
            }
            return closed;
        } catch (InterruptedException e) {
            // Nobody interrupts the writer but to end it.
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing is added; what waits will still be written. */
    void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing can be added now, if there is a reason but the end. */
    Optional<JournalFault> fault() {
        lock.lock();
        try {
            return Optional.ofNullable(fault);
        } finally {
            lock.unlock();
        }
    }
}
