package org.vitaledger.edge.mqtt;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of all connections waits for an answer, and whether sockets may be read: the way of the disk's slowness to
 * the clients. Safe for any thread.
 */
final class Pressure {
    private final long high;
    private final long low;
    private final AtomicLong held = new AtomicLong();
    private final Set<Session> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean shut;

    Pressure(long heldBytes) {
        this.high = heldBytes;
        this.low = heldBytes / 2;
    }

    /** Whether the socket of {@code session} may be read: what is held keeps no one waiting who brings nothing to hold. */
    boolean open(Session session) {
        return !shut && (session.readsAlerts() || held.get() < high);
    }

    void take(int bytes) {
        held.addAndGet(bytes);
    }

    void release(long bytes) {
        if (held.addAndGet(-bytes) <= low && !waiting.isEmpty()) {
            wake();
        }
    }

    long heldBytes() {
        return held.get();
    }

    /** Closes the valve for all or opens it again, whatever is held. */
    void shut(boolean closed) {
        shut = closed;
        if (!closed) {
            wake();
        }
    }

    /** Has {@code session} look again when sockets may be read. */
    void await(Session session) {
        waiting.add(session);
        if (open(session)) {
            wake();
        }
    }

    void forget(Session session) {
        waiting.remove(session);
    }

    private void wake() {
        if (shut) {
            return;
        }
        for (Session session : List.copyOf(waiting)) {
            if (waiting.remove(session)) {
                session.readAgain();
            }
        }
    }
}
