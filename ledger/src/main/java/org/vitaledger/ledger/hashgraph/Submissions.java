package org.vitaledger.ledger.hashgraph;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.SubmitFault;

/**
 * Our own commands that wait for their receipts, bounded: queued for the engine, then with it, then ordered, then final. The
 * engine drops some silently; those are queued again, which the contracts make harmless. Safe for any thread.
 */
final class Submissions {
    private final long process = new SecureRandom().nextLong();
    private final Semaphore places;
    private final int window;
    private final long resubmitNanos;
    private final Map<Bytes, Waiting> unordered = new LinkedHashMap<>();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final ArrayDeque<Ordered> ordered = new ArrayDeque<>();
    private long last;

    /** A command that was not ordered yet; {@code since} tells when the engine took it, if it isn't queued. */
    private static final class Waiting {
        private final Bytes ticket;
        private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        private boolean queued = true;
        private long since;

        Waiting(Bytes ticket) {
            this.ticket = ticket;
        }
    }

    private record Ordered(long size, CompletableFuture<Receipt> future, Receipt receipt) {}

    /**
     * @param capacity how many may wait for their receipts
     * @param window how many the engine may have at one time
     */
    Submissions(int capacity, int window, Duration resubmitAfter) {
        this.places = new Semaphore(capacity);
        this.window = window;
        this.resubmitNanos = resubmitAfter.toNanos();
    }

    /**
     * Queues a command; waits while too many wait.
     *
     * @param ticket makes the bytes for the engine from the command's number
     * @param check throws if commands are not taken any more
     */
    CompletableFuture<Receipt> add(Function<Bytes, Bytes> ticket, Runnable check) {
        check.run();
        places.acquireUninterruptibly();
        synchronized (this) {
            try {
                // Again, since waiting for a place may have taken long; under the lock that failing takes, too.
                check.run();
            } catch (SubmitFault e) {
                places.release();
                throw e;
            }
            Bytes id = Bytes.of(ByteBuffer.allocate(Ticket.ID)
                    .putLong(process)
                    .putLong(++last)
                    .array());
            Waiting waiting = new Waiting(ticket.apply(id));
            unordered.put(id, waiting);
            queue.add(waiting);
            notifyAll();
            return waiting.receipt;
        }
    }

    /**
     * Waits for a queued command that the engine may have; empty after {@code millis} without. It stays the first until
     * {@link #taken}.
     */
    synchronized Optional<Bytes> first(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!mayOffer() && System.nanoTime() < end) {
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return mayOffer() ? Optional.of(queue.getFirst().ticket) : Optional.empty();
    }

    private boolean mayOffer() {
        return !queue.isEmpty() && unordered.size() - queue.size() < window;
    }

    /** The engine took {@code ticket}. */
    synchronized void taken(Bytes ticket) {
        if (!queue.isEmpty() && queue.getFirst().ticket.equals(ticket)) {
            Waiting waiting = queue.removeFirst();
            waiting.queued = false;
            waiting.since = System.nanoTime();
        }
    }

    /** The engine will not order {@code ticket}. */
    synchronized void dropped(Bytes ticket) {
        Waiting waiting = ticket.size() < Ticket.ID ? null : unordered.get(ticket.slice(0, Ticket.ID));
        if (waiting != null) {
            enqueue(waiting);
        }
    }

    /** Queues again what the engine has had for longer than it should take. */
    synchronized void resubmitOverdue() {
        long now = System.nanoTime();
        for (Waiting waiting : unordered.values()) {
            if (now - waiting.since > resubmitNanos) {
                enqueue(waiting);
            }
        }
    }

    /** The engine forgot all that it had. */
    synchronized void resubmitAll() {
        unordered.values().forEach(this::enqueue);
    }

    private void enqueue(Waiting waiting) {
        if (!waiting.queued) {
            waiting.queued = true;
            queue.add(waiting);
            notifyAll();
        }
    }

    /** The command with the number {@code id} is the entry at {@code index}; its first such entry gives the receipt. */
    synchronized void ordered(Bytes id, long index, long height, Outcome outcome) {
        Waiting waiting = unordered.remove(id);
        if (waiting != null) {
            if (waiting.queued) {
                queue.remove(waiting);
            } else if (!queue.isEmpty()) {
                notifyAll();
            }
            ordered.add(new Ordered(index + 1, waiting.receipt, new Receipt(index, height, outcome)));
        }
    }

    /** The first {@code size} entries are final. */
    void finalUpTo(long size) {
        List<Ordered> done = new ArrayList<>();
        synchronized (this) {
            while (!ordered.isEmpty() && ordered.getFirst().size() <= size) {
                done.add(ordered.removeFirst());
            }
            notifyAll();
        }
        if (!done.isEmpty()) {
            places.release(done.size());
            // Receipts may run whatever was chained to them, so not on this thread.
            Thread.ofVirtual()
                    .name("ledger-receipts")
                    .start(() -> done.forEach(each -> each.future().complete(each.receipt())));
        }
    }

    /** All that waits fails with {@code fault}. */
    void fail(SubmitFault fault) {
        List<CompletableFuture<Receipt>> left = new ArrayList<>();
        synchronized (this) {
            unordered.values().forEach(waiting -> left.add(waiting.receipt));
            ordered.forEach(each -> left.add(each.future()));
            unordered.clear();
            ordered.clear();
            queue.clear();
            notifyAll();
        }
        places.release(left.size());
        Thread.ofVirtual()
                .name("ledger-receipts")
                .start(() -> left.forEach(future -> future.completeExceptionally(fault)));
    }

    /** Waits until nothing waits; false if that took longer than {@code patience}. */
    synchronized boolean awaitNone(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!unordered.isEmpty() || !ordered.isEmpty()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** How many commands are not ordered yet. */
    synchronized int unordered() {
        return unordered.size();
    }

    /** How many commands have no receipt yet. */
    synchronized int waiting() {
        return unordered.size() + ordered.size();
    }
}
