package org.vitaledger.api.audit;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.journal.Join;

/**
 * Reads the whole audit log, slowly, after a start, once its index was made again, and daily: all that the index has must be
 * what is made of the records. So a record that was altered or hidden on the disk is noticed though nobody asks for it: an
 * index that is wrong is made again from the records, and these are compared with the ledger. Ends when closed.
 */
public final class AuditPatrol implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditPatrol.class);
    private static final Duration PERIOD = Duration.ofDays(1);

    /** After so many records others get the disk. */
    private static final int STEP = 2_000;

    private static final long PAUSE_MILLIS = 5;
    private static final long LOOK_MILLIS = 1_000;

    private final AuditLog log;
    private final Thread thread;
    private boolean closed;

    AuditPatrol(AuditLog log) {
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name("audit-patrol").unstarted(this::run);
    }

    /** Begins to read. */
    public static AuditPatrol start(AuditLog log) {
        AuditPatrol patrol = new AuditPatrol(log);
        patrol.thread.start();
        return patrol;
    }

    private void run() {
        long looks = 0;
        long opened = 0;
        while (!closesWithin(LOOK_MILLIS)) {
            looks++;
            boolean isDue = looks % (PERIOD.toMillis() / LOOK_MILLIS) == 0;
            if (log.isOpen() && !log.trust().lacksIndex() && (isDue || log.opened() != opened)) {
                opened = log.opened();
                pass();
            }
        }
    }

    /** Reads all of it once. What is wrong is told by the log. */
    void pass() {
        try {
            if (log.reading(this::isWhole)) {
                log.trust().restored();
            }
        } catch (AuditFault e) {
            LOG.warn("the audit log is not what it was: {}", e.getMessage());
        } catch (Fault e) {
            LOG.warn("the audit log can't be read: {}", e.getMessage());
        }
    }

    /** Whether all of it was read. */
    private boolean isWhole(AuditStore store) {
        AuditIndex.Mark mark = store.index().mark();
        long[] seen = {0};
        store.check(0, mark.size(), 0, durable -> {
            seen[0]++;
            return seen[0] % STEP != 0 || !closesWithin(PAUSE_MILLIS);
        });
        boolean isEnd = seen[0] == mark.size();
        if (isEnd && !store.index().hasNoMore(mark)) {
            throw AuditFault.indexWrong("the number of places");
        }
        return isEnd;
    }

    private synchronized boolean closesWithin(long millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        try {
            for (long left = millis;
                    !closed && left > 0;
                    left = Duration.ofNanos(end - System.nanoTime()).toMillis()) {
                wait(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
        return closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        Join.uninterruptibly(thread);
    }
}
