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
        log.trust().whenIndexIsWrong(this::ask);
    }

    /**
     * Compares the log with what this member anchored last, then anchors from now on. If the log lacks records that the
     * ledger counts, or holds others, it is distrusted, and nothing is anchored.
     */
    public static AuditAnchors start(AuditLog log, Ledger ledger, Duration interval) {
        AuditAnchors anchors = new AuditAnchors(log, ledger, interval);
        anchors.tryToCompare();
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
            if (log.trust().lacksIndex()) {
                compare(false);
            }
            boolean more = true;
            while (more && log.isTrusted()) {
                more = anchorNext();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A log that is longer than it was, and what says so to the ledger. */
    private record Next(AuditMap map, Command command) {}

    /** Anchors some of the records that are not anchored, and says whether there may be more. */
    private boolean anchorNext() {
        AuditHead last = anchored(ledger.snapshot());
        long has = log.reading(store -> store.index().mark().size());
        if (has < last.size()) {
            // The ledger went on without this log.
            compare(false);
            return false;
        }
        if (has == last.size()) {
            reached(has);
            return false;
        }
        long size = Math.min(has, last.size() + AuditStore.STEP);
        Next next = log.reading(store -> next(store, last, size));
        Outcome outcome = submit(next.command());
        if (!(outcome instanceof Outcome.Refused(Refusal refusal))) {
            log.reading(store -> store.keep(next.map()));
            fault = null;
            reached(size);
            return true;
        }
        // A command of this node from before its last start came first, or it is not the log that the ledger counts.
        compare(false);
        if (log.isTrusted() && anchored(ledger.snapshot()).equals(last)) {
            fault = new AuditFault(AuditFault.Kind.HEAD_REFUSED, Map.of("refusal", refusal), null);
            throw fault.again();
        }
        return log.isTrusted();
    }

    private static Next next(AuditStore store, AuditHead last, long size) {
        AuditMap map = store.mapOver(store.map(), size);
        List<Hash> path = last.size() == 0
                ? List.of()
                : store.index().logTree().consistency(last.size(), size).path();
        return new Next(map, new Command.AnchorAudit(store.head(map), path));
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
        return log.reading(store -> {
            AuditMap written = store.map();
            // In this order the head is never behind the map.
            Snapshot snapshot = ledger.snapshot();
            AuditHead head = anchored(snapshot);
            return new Anchored(
                    snapshot, head, store.mapOver(written, head.size()).map());
        });
    }

    private synchronized void ask() {
        isAsked = true;
        notifyAll();
    }

    /** Has the thread anchor now, and waits for that a little. */
    private synchronized void anchorSoon() {
        long wanted = log.reading(store -> store.index().mark().size());
        long end = System.nanoTime() + PATIENCE.toNanos();
        long left = PATIENCE.toMillis();
        ask();
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
            log.salvage();
            compare(true);
            if (log.isTrusted()) {
                return Optional.empty();
            }
            AuditHead left = log.reading(store -> {
                store.advance(store.index().mark().size());
                return store.head(store.map());
            });
            Outcome outcome =
                    submit(new Command.RecordAuditLoss(left, log.trust().counted()));
            boolean isWhole = outcome instanceof Outcome.Refused(Refusal refusal) && refusal == Refusal.NOTHING_LOST;
            if (outcome instanceof Outcome.Refused(Refusal refusal) && !isWhole) {
                throw new AuditFault(AuditFault.Kind.HEAD_REFUSED, Map.of("refusal", refusal), null);
            }
            log.trust().told();
            compare(true);
            log.requireTrusted();
            return isWhole ? Optional.empty() : anchored(ledger.snapshot()).loss();
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

    private void tryToCompare() {
        try {
            compare(false);
        } catch (Fault e) {
            LOG.warn("the audit log can't be compared with the ledger, trying again: {}", e.getMessage());
            log.distrust(AuditFault.indexWrong("a comparison"));
        }
    }

    /**
     * Trusts a log that begins with what is anchored and lacks nothing that was counted, and no other. An index that is
     * wrong, or of a ledger that went further than this one, is made again from the records.
     *
     * @param isFresh whether the index was just made
     * @throws Fault if the disk refuses
     */
    private void compare(boolean isFresh) {
        AuditTrust trust = log.trust();
        AuditHead head = anchored(ledger.snapshot());
        Optional<AuditFault> seen = trust.doubt();
        boolean isShort = isShort(head);
        boolean isLevel = !isShort && !trust.lacksIndex() && isLevel(head);
        if (!isFresh && !isShort && !isLevel && !trust.isDamaged()) {
            log.reindex();
        }
        if (!isLevel && !trust.isDamaged()) {
            seen = trust.doubt();
            isLevel = !isShort && isLevel(head);
        }
        if (trust.isDamaged()) {
            return;
        }
        if (isLevel) {
            trust.regain(seen);
        } else {
            log.distrust(new AuditFault(AuditFault.Kind.BEHIND_LEDGER, Map.of("anchored", head.size()), null));
        }
    }

    /** Whether the log has fewer records than were counted. */
    private boolean isShort(AuditHead head) {
        long counted = Math.max(head.size(), log.trust().counted());
        return log.isOpen() && log.reading(store -> store.index().mark().size()) < counted;
    }

    /** Whether the log begins with what is anchored; then the map that is written down is that under the head. */
    private boolean isLevel(AuditHead head) {
        try {
            return log.reading(store -> {
                if (store.map().size() > head.size()) {
                    return false;
                }
                store.advance(head.size());
                return store.head(store.map()).isLevelWith(head);
            });
        } catch (AuditFault _) {
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
