package org.vitaledger.journal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The position up to which the journal is durable; it only grows. Safe for any thread. */
final class ForcedEnd {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private volatile long position;
    private final AtomicInteger awaiting = new AtomicInteger();

    ForcedEnd(long position) {
        this.position = position;
    }

    long position() {
        return position;
    }

    void advance(long to) {
        position = to;
        if (awaiting.get() > 0) {
            wake();
        }
    }

    void wake() {
        lock.lock();
        try {
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean awaitBeyond(long beyond, Duration timeout) throws InterruptedException {
        if (position > beyond) {
            return true;
        }
        lock.lockInterruptibly();
        try {
            awaiting.incrementAndGet();
            long nanos = timeout.toNanos();
            while (position <= beyond && nanos > 0) {
                nanos = grown.awaitNanos(nanos);
            }
            return position > beyond;
        } finally {
            awaiting.decrementAndGet();
            lock.unlock();
        }
    }
}
