package org.vitaledger.vault.file;

import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;

/**
 * Lets readers in together, and whoever destroys a key or closes the vault alone: when a key's destruction returns, no read
 * that began with the key is still under way.
 */
final class Gate {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    <T> T together(Supplier<T> read) {
        lock.readLock().lock();
        try {
            requireOpen();
            return read.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    void alone(Runnable change) {
        lock.writeLock().lock();
        try {
            requireOpen();
            change.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Runs {@code last}, unless it has run; nobody is let in afterwards. */
    void close(Runnable last) {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                last.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new SealFault(SealCode.CLOSED, Map.of(), null);
        }
    }
}
