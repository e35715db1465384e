package org.vitaledger.api.audit;

import java.util.Map;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalReader;
import org.vitaledger.journal.JournalRecord;

/**
 * Reads the whole audit log once after a start, slowly, and compares every record with the tree whose root is anchored: a
 * record that was altered on the disk is noticed though nobody asks for it. The log is distrusted then. Ends when closed.
 */
public final class AuditPatrol implements AutoCloseable {
    /** After so many records others get the disk. */
    private static final int STEP = 2_000;

    private static final long PAUSE_MILLIS = 5;

    private final AuditLog log;
    private final Thread thread;
    private volatile boolean closed;

    private AuditPatrol(AuditLog log) {
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name("audit-patrol").unstarted(this::run);
    }

    /** Begins to read; a log that is distrusted already is left alone. */
    public static AuditPatrol start(AuditLog log) {
        AuditPatrol patrol = new AuditPatrol(log);
        patrol.thread.start();
        return patrol;
    }

    private void run() {
        if (!log.isTrusted()) {
            return;
        }
        AuditStore store = log.store();
        long size = store.index().mark().size();
        try {
            JournalReader reader = store.journal().reader(store.journal().firstPosition());
            for (long i = 0; i < size && !closed; i++) {
                JournalRecord stored = reader.next();
                if (stored == null
                        || !leaf(store, stored).equals(store.index().logTree().at(0, i))) {
                    distrust(i);
                    return;
                }
                if (i % STEP == STEP - 1) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (AuditFault e) {
            log.distrust(e);
        } catch (JournalFault e) {
            if (e.kind() == JournalFault.Kind.DAMAGED) {
                log.distrust(new AuditFault(AuditFault.Kind.DAMAGED, e.context(), e));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Hash leaf(AuditStore store, JournalRecord stored) {
        return TreeHash.leaf(store.open(stored).bytes());
    }

    private void distrust(long record) {
        log.distrust(new AuditFault(AuditFault.Kind.DAMAGED, Map.of("record", record + 1), null));
    }

    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
