package org.vitaledger.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    AppendQueue(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    /** Adds {@code pending}; when there is no room, waits or returns false. */
    boolean add(Pending pending, boolean wait) {
        lock.lock();
        try {
            requireOpen();
            while (!hasRoom(pending)) {
                if (!wait) {
                    return false;
                }
                room.awaitUninterruptibly();
                requireOpen();
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

    /** From now on every addition throws {@code cause}; returns what was still waiting. */
    List<Pending> fail(JournalFault cause) {
        lock.lock();
        try {
            fault = cause;
            closed = true;
            List<Pending> left = new ArrayList<>(waiting);
            waiting.clear();
            room.signalAll();
            return left;
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

    boolean failed() {
        lock.lock();
        try {
            return fault != null;
        } finally {
            lock.unlock();
        }
    }
}
