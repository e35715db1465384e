package org.vitaledger.api.audit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.core.contract.AuditHead;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.Refusal;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.ledger.Ledger;

/**
 * Anchors the heads of the audit log on the ledger, batched, at every interval and when it closes (INV-011). A ledger
 * that can't be reached is tried again at the next interval; a head that it refuses is told and left out. Safe for any
 * thread.
 */
public final class AuditAnchors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditAnchors.class);

    private final AuditLog log;
    private final Ledger ledger;
    /** What needs no anchor any more: it is anchored, or refused. */
    private final Map<PatientHandle, Long> settled = new HashMap<>();

    private final Thread thread;
    private volatile @Nullable AuditFault fault;
    /** The code of the fault that keeps heads waiting, told once. */
    private volatile String waiting = "";

    private boolean closed;

    private AuditAnchors(AuditLog log, Ledger ledger, Duration interval) {
        this.log = log;
        this.ledger = ledger;
        this.thread = Thread.ofVirtual().name("audit-anchors").unstarted(() -> run(interval));
    }

    /**
     * Compares the log with all heads of this member on the ledger, then anchors from now on. If the log lacks records that
     * the ledger counts, or holds others, it is distrusted, and nothing is anchored.
     */
    public static AuditAnchors start(AuditLog log, Ledger ledger, Duration interval) {
        AuditAnchors anchors = new AuditAnchors(log, ledger, interval);
        anchors.compare();
        anchors.thread.start();
        return anchors;
    }

    /** Why heads are not anchored; empty if they are. What only waits for the ledger is the ledger's to tell. */
    public Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    /**
     * Anchors all heads that have grown, and returns when they are on the ledger, or refused.
     *
     * @throws Fault if the ledger can't be reached
     */
    public synchronized void anchorNow() {
        if (!log.isTrusted()) {
            return;
        }
        List<AuditHead> heads = log.headsAbove(settled);
        for (int from = 0; from < heads.size(); from += Command.AnchorAuditHeads.MAX_HEADS) {
            submit(heads.subList(from, Math.min(heads.size(), from + Command.AnchorAuditHeads.MAX_HEADS)));
        }
    }

    /** Anchors what has grown, then stops. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        tryToAnchor();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void compare() {
        long differ = 0;
        long lacking = 0;
        List<AuditHead> heads = ledger.snapshot().state().auditHeads(log.member());
        for (AuditHead head : heads) {
            Optional<AuditHead> ours = log.head(head.patient(), head.count());
            if (!ours.equals(Optional.of(head))) {
                differ++;
                lacking += Math.max(0, head.count() - log.count(head.patient()));
            }
            settled.put(head.patient(), head.count());
        }
        if (differ > 0 && log.isTrusted()) {
            log.distrust(new AuditFault(
                    AuditFault.Kind.BEHIND_LEDGER,
                    Map.of("anchored", heads.size(), "differ", differ, "lacking", lacking),
                    null));
        }
    }

    private void submit(List<AuditHead> heads) {
        Outcome outcome = outcome(heads);
        if (!(outcome instanceof Outcome.Refused(Refusal refusal))) {
            heads.forEach(head -> settled.put(head.patient(), head.count()));
            return;
        }
        AuditFault refused = new AuditFault(AuditFault.Kind.HEAD_REFUSED, Map.of("refusal", refusal), null);
        if (refusal != Refusal.AUDIT_HEAD_BEHIND) {
            // Nothing to do with one of the heads.
            throw refused;
        }
        if (heads.size() == 1) {
            settled.put(heads.getFirst().patient(), heads.getFirst().count());
            fault = refused;
            return;
        }
        submit(heads.subList(0, heads.size() / 2));
        submit(heads.subList(heads.size() / 2, heads.size()));
    }

    private Outcome outcome(List<AuditHead> heads) {
        try {
            return ledger.submit(new Command.AnchorAuditHeads(heads)).join().outcome();
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
        while (!closed && left > 0) {
            try {
                wait(left);
            } catch (InterruptedException _) {
                return false;
            }
            left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        }
        return !closed;
    }

    private void tryToAnchor() {
        try {
            anchorNow();
            waiting = "";
        } catch (Fault e) {
            if (!waiting.equals(e.code().id())) {
                LOG.warn("audit heads not anchored, trying again: {}", e.getMessage());
            }
            waiting = e.code().id();
        }
    }
}
