package org.vitaledger.api.audit;

import java.util.Map;
import org.vitaledger.api.audit.AuditIndex.Durable;
import org.vitaledger.journal.Join;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalReader;
import org.vitaledger.journal.JournalRecord;

/**
 * Reads the whole audit log once after a start, slowly: all that the index has of each record must be what is made of it.
 * So a record that was altered or hidden on the disk is noticed though nobody asks for it: an index that is wrong is made
 * again from the records, and these are compared with the ledger. Ends when closed.
 */
public final class AuditPatrol implements AutoCloseable {
    /** After so many records others get the disk. */
    private static final int STEP = 2_000;

    private static final long PAUSE_MILLIS = 5;

    private final AuditLog log;
    private final Thread thread;
    private volatile boolean closed;

    AuditPatrol(AuditLog log) {
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name("audit-patrol").unstarted(this::run);
    }

    /** Begins to read; a log that is distrusted already is left alone. */
    public static AuditPatrol start(AuditLog log) {
        AuditPatrol patrol = new AuditPatrol(log);
        patrol.thread.start();
        return patrol;
    }

    /** Reads all of it. */
    void run() {
        try {
            if (log.isTrusted() && !isWhole(log.store())) {
                log.distrust(new AuditFault(AuditFault.Kind.INDEX_WRONG, Map.of("what", "a record"), null));
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

    private boolean isWhole(AuditStore store) throws InterruptedException {
        AuditIndex index = store.index();
        long size = index.mark().size();
        JournalReader reader = store.journal().reader(store.journal().firstPosition());
        for (long place = 0; place < size; place++) {
            if (closed || !log.isTrusted()) {
                return true;
            }
            JournalRecord stored = reader.next();
            Durable durable = stored == null ? null : store.open(stored);
            if (durable == null || !index.holds(place, durable)) {
                return false;
            }
            if (place % STEP == STEP - 1) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        return true;
    }

    @Override
    public void close() {
        closed = true;
        Join.uninterruptibly(thread);
    }
}
