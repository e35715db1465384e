package org.vitaledger.api.audit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.core.contract.AuditHead;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Receipt;

/**
 * Anchors the heads of the audit log on the ledger, batched, at every interval and when it closes (INV-011). A ledger
 * that can't be reached is tried again at the next interval. Safe for any thread.
 */
public final class AuditAnchors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditAnchors.class);

    private final AuditLog log;
    private final Ledger ledger;
    private final Map<PatientHandle, Long> anchored = new HashMap<>();
    private final Thread thread;
    private boolean closed;

    private AuditAnchors(AuditLog log, Ledger ledger, Duration interval) {
        this.log = log;
        this.ledger = ledger;
        this.thread = Thread.ofVirtual().name("audit-anchors").unstarted(() -> run(interval));
    }

    /**
     * Compares the log with the ledger, then anchors from now on.
     *
     * @throws AuditFault VL-AUDIT-002 if the log lacks records that the ledger counts, or holds others
     */
    public static AuditAnchors start(AuditLog log, Ledger ledger, Duration interval) {
        AuditAnchors anchors = new AuditAnchors(log, ledger, interval);
        State state = ledger.snapshot().state();
        for (PatientHandle patient : log.patients()) {
            state.auditHead(log.member(), patient).ifPresent(head -> anchors.adopt(head));
        }
        anchors.thread.start();
        return anchors;
    }

    /**
     * Anchors all heads that have grown, and returns when they are on the ledger.
     *
     * @throws Fault if the ledger can't be reached
     */
    public synchronized void anchorNow() {
        List<AuditHead> heads = log.headsAbove(anchored);
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

    private void adopt(AuditHead head) {
        boolean same = log.head(head.patient(), head.count())
                .filter(ours -> ours.root().equals(head.root()))
                .isPresent();
        if (!same) {
            throw new AuditFault(
                    AuditFault.Kind.BEHIND_LEDGER,
                    Map.of("anchored", head.count(), "held", log.count(head.patient())),
                    null);
        }
        anchored.put(head.patient(), head.count());
    }

    private void submit(List<AuditHead> heads) {
        try {
            Receipt receipt = ledger.submit(new Command.AnchorAuditHeads(heads)).join();
            switch (receipt.outcome()) {
                case Outcome.Applied _, Outcome.Repeated _ ->
                    heads.forEach(head -> anchored.put(head.patient(), head.count()));
                case Outcome.Refused refused ->
                    throw new AuditFault(AuditFault.Kind.BEHIND_LEDGER, Map.of("refusal", refused.refusal()), null);
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof Fault fault ? fault : e;
        }
    }

    private void run(Duration interval) {
        while (waitFor(interval)) {
            tryToAnchor();
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
        } catch (Fault e) {
            LOG.warn("audit heads not anchored, trying again: {}", e.getMessage());
        }
    }
}
