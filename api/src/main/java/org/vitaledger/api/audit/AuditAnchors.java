package org.vitaledger.api.audit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.Refusal;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.statemap.StateMap;
import org.vitaledger.journal.Join;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Snapshot;

/**
 * Anchors the audit log on the ledger, at every interval in which something was recorded and when it closes (INV-011). A
 * ledger that can't be reached is tried again at the next interval. A log that is not what the ledger counts is distrusted
 * until the loss is recorded. Safe for any thread.
 */
public final class AuditAnchors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditAnchors.class);

    /** Whoever wants a proof waits no longer for the newest anchor. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final AuditLog log;
    private final Ledger ledger;
    private final Thread thread;
    private volatile @Nullable AuditFault fault;
    /** The code of the fault that keeps the log waiting, told once. */
    private volatile String waiting = "";

    /** Held by whoever anchors. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean closed;
    /** Whether somebody waits for what was recorded to be anchored. */
    private boolean isAsked;

    private long anchoredSize;

    private AuditAnchors(AuditLog log, Ledger ledger, Duration interval) {
        this.log = log;
        this.ledger = ledger;
        this.thread = Thread.ofVirtual().name("audit-anchors").unstarted(() -> run(interval));
    }

    /**
     * Compares the log with what this member anchored last, then anchors from now on. If the log lacks records that the
     * ledger counts, or holds others, it is distrusted, and nothing is anchored.
     */
    public static AuditAnchors start(AuditLog log, Ledger ledger, Duration interval) {
        AuditAnchors anchors = new AuditAnchors(log, ledger, interval);
        if (log.isTrusted()) {
            anchors.compare();
        }
        anchors.thread.start();
        return anchors;
    }

    /**
     * An anchored log.
     *
     * @param snapshot the ledger that has it
     * @param head how far the log goes there; the empty one if nothing was anchored yet
     * @param patients the map under the head
     */
    public record Anchored(Snapshot snapshot, AuditHead head, StateMap patients) {}

    /** Why the log is not anchored; empty if it is. What only waits for the ledger is the ledger's to tell. */
    public Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    /**
     * Anchors what was recorded, and returns when it is on the ledger.
     *
     * @throws Fault if the ledger can't be reached, or refuses
     */
    public void anchorNow() {
        lock.lock();
        try {
            if (log.lacksIndex()) {
                log.reindex();
                compare();
            }
            boolean more = true;
            while (more && log.isTrusted()) {
                more = anchorNext();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Anchors some of the records that are not anchored, and says whether there may be more. */
    private boolean anchorNext() {
        AuditStore store = log.store();
        AuditHead last = anchored(ledger.snapshot());
        long size = Math.min(store.index().mark().size(), last.size() + AuditStore.STEP);
        if (size < last.size()) {
            // The ledger went on without this log.
            compare();
            return false;
        }
        if (size == last.size()) {
            reached(size);
            return false;
        }
        AuditMap map = store.mapOver(store.map(), size);
        List<Hash> path = last.size() == 0
                ? List.of()
                : store.index().logTree().consistency(last.size(), size).path();
        Outcome outcome = submit(new Command.AnchorAudit(store.head(map), path));
        if (!(outcome instanceof Outcome.Refused(Refusal refusal))) {
            store.keep(map);
            fault = null;
            reached(size);
            return true;
        }
        // A command of this node from before its last start came first, or it is not the log that the ledger counts.
        compare();
        if (log.isTrusted() && anchored(ledger.snapshot()).equals(last)) {
            fault = new AuditFault(AuditFault.Kind.HEAD_REFUSED, Map.of("refusal", refusal), null);
            throw fault.again();
        }
        return log.isTrusted();
    }

    private synchronized void reached(long size) {
        anchoredSize = size;
        notifyAll();
    }

    /**
     * What is anchored; of what was recorded until now, too, unless the ledger takes long.
     *
     * @throws AuditFault if the log is not what the ledger counts
     */
    public Anchored newest() {
        log.requireTrusted();
        anchorSoon();
        return last();
    }

    /**
     * What was anchored last.
     *
     * @throws AuditFault if the log is not what the ledger counts
     */
    public Anchored last() {
        log.requireTrusted();
        AuditStore store = log.store();
        AuditMap written = store.map();
        // In this order the head is never behind the map.
        Snapshot snapshot = ledger.snapshot();
        AuditHead head = anchored(snapshot);
        return new Anchored(snapshot, head, store.mapOver(written, head.size()).map());
    }

    /** Has the thread anchor now, and waits for that a little. */
    private synchronized void anchorSoon() {
        long wanted = log.store().index().mark().size();
        long end = System.nanoTime() + PATIENCE.toNanos();
        long left = PATIENCE.toMillis();
        isAsked = true;
        notifyAll();
        while (!closed && anchoredSize < wanted && left > 0) {
            try {
                wait(left);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
            left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        }
    }

    /**
     * Records on the ledger that records are lost, and goes on from what is left; only if they are.
     *
     * @return what was recorded; empty if nothing is lost
     * @throws Fault if the ledger can't be reached, or the disk refuses
     */
    public Optional<AuditHead.Loss> recordLoss() {
        lock.lock();
        try {
            if (log.isTrusted()) {
                return Optional.empty();
            }
            AuditStore store = log.salvage();
            store.advance(store.index().mark().size());
            Outcome outcome = submit(new Command.RecordAuditLoss(store.head(store.map())));
            compare();
            log.requireTrusted();
            if (outcome instanceof Outcome.Refused) {
                // All that the ledger counts is there.
                return Optional.empty();
            }
            LOG.warn("the loss of audit records is on the ledger; reads go on");
            return anchored(ledger.snapshot()).loss();
        } finally {
            lock.unlock();
        }
    }

    /** Anchors what was recorded, then stops. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        Join.uninterruptibly(List.of(thread), this::tryToAnchor);
    }

    /** Trusts a log that begins with what is anchored, and no other. */
    private void compare() {
        AuditHead head = anchored(ledger.snapshot());
        long size = log.store().index().mark().size();
        long lacking = Math.max(0, head.size() - size);
        // An index that is wrong, or of a ledger that went further than this one, is made again from the records.
        boolean isLevel = lacking == 0 && (isLevel(log.store(), head) || isLevel(log.reindex(), head));
        if (isLevel) {
            log.trust();
        } else {
            Map<String, Long> context = Map.of("anchored", head.size(), "lacking", lacking);
            log.distrust(new AuditFault(AuditFault.Kind.BEHIND_LEDGER, context, null));
        }
    }

    /** Whether the log begins with what is anchored; then the map that is written down is that under the head. */
    private static boolean isLevel(AuditStore store, AuditHead head) {
        if (store.map().size() > head.size()) {
            return false;
        }
        try {
            store.advance(head.size());
            return store.head(store.map()).isLevelWith(head);
        } catch (AuditFault | IllegalStateException _) {
            // Something is missing in the index, or in the map.
            return false;
        }
    }

    private AuditHead anchored(Snapshot snapshot) {
        return snapshot.state().auditHead(log.member()).orElse(AuditHead.EMPTY);
    }

    private Outcome submit(Command command) {
        try {
            return ledger.submit(command).join().outcome();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Fault known ? known : e;
        }
    }

    private void run(Duration interval) {
        try {
            while (waitFor(interval)) {
                tryToAnchor();
            }
        } catch (RuntimeException | Error e) {
            fault = new AuditFault(AuditFault.Kind.ANCHORING_STOPPED, Map.of(), e);
            throw e;
        }
    }

    private synchronized boolean waitFor(Duration interval) {
        long end = System.nanoTime() + interval.toNanos();
        long left = interval.toMillis();
        while (!closed && !isAsked && left > 0) {
            try {
                wait(left);
            } catch (InterruptedException _) {
                return false;
            }
            left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        }
        isAsked = false;
        return !closed;
    }

    private void tryToAnchor() {
        try {
            anchorNow();
            waiting = "";
        } catch (Fault e) {
            if (!waiting.equals(e.code().id())) {
                LOG.warn("the audit log is not anchored, trying again: {}", e.getMessage());
            }
            waiting = e.code().id();
        }
    }
}
