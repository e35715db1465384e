package org.vitaledger.api.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.journal.Completion;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalFault;

/** Adds records to the files of an audit log, numbered without gaps per patient (INV-011). Safe for any thread. */
final class AuditWriter {
    private final AuditStore store;
    private final AuditLog.Setup setup;

    /**
     * Held by whoever appends: the order of numbers is that of the journal. Inside of it, never the other way around,
     * {@link #numbering} is held; the journal's writer needs only that one to say what is durable, for an append may wait
     * for it.
     */
    private final Object order = new Object();

    /** Guards what follows, and adding to the index. */
    private final Object numbering = new Object();

    private final Map<PatientHandle, Numbers> written = new HashMap<>();
    private final Deque<Waiting> unindexed = new ArrayDeque<>();
    private volatile Optional<Fault> fault = Optional.empty();

    /** @param store files that nobody else adds to */
    AuditWriter(AuditStore store, AuditLog.Setup setup) {
        this.store = store;
        this.setup = setup;
    }

    /** A record that has its number. */
    private record Reserved(AuditRecord record, Numbers numbers) {}

    /** A record that is durable and not in the index. */
    private record Waiting(AuditIndex.Durable durable, Reserved reserved) {}

    /** The numbers of one patient that were given to records which are not in the index yet. */
    private static final class Numbers {
        private long last;
        private int waiting;

        Numbers(long last) {
            this.last = last;
        }
    }

    /** Why nothing can be added to the index; empty if it can. */
    Optional<Fault> fault() {
        return fault;
    }

    /**
     * Adds a record. The future holds it with its number once it is durable, and fails with a {@link JournalFault} if it
     * can't be made so.
     *
     * @throws Fault if it is not even tried
     */
    CompletableFuture<AuditRecord> append(AuditEntry entry) {
        synchronized (order) {
            return append(reserve(entry));
        }
    }

    /** A record with the next number of its patient. */
    private Reserved reserve(AuditEntry entry) {
        byte[] salt = new byte[AuditRecord.SALT_SIZE];
        setup.random().nextBytes(salt);
        synchronized (numbering) {
            catchUp();
            Numbers numbers = written.computeIfAbsent(
                    entry.request().patient(),
                    patient -> new Numbers(store.index().last(patient)));
            numbers.waiting++;
            numbers.last++;
            AuditRecord record = new AuditRecord(
                    Bytes.of(salt), numbers.last, setup.member(), entry.request(), entry.access(), entry.ruling());
            return new Reserved(record, numbers);
        }
    }

    private CompletableFuture<AuditRecord> append(Reserved reserved) {
        Recorded recorded = new Recorded(reserved);
        try {
            store.journal().append(recorded.sealed, recorded);
        } catch (JournalFault e) {
            synchronized (numbering) {
                reserved.numbers().last--;
                settle(reserved);
            }
            throw e;
        }
        return recorded.done;
    }

    /** The number is in the index, or free again. */
    private void settle(Reserved reserved) {
        reserved.numbers().waiting--;
        if (reserved.numbers().waiting == 0) {
            written.remove(reserved.record().request().patient(), reserved.numbers());
        }
    }

    private final class Recorded implements Completion {
        private final Reserved reserved;
        private final Bytes bytes;
        private final byte[] sealed;
        private final CompletableFuture<AuditRecord> done = new CompletableFuture<>();

        Recorded(Reserved reserved) {
            this.reserved = reserved;
            this.bytes = reserved.record().encode();
            this.sealed = store.seal(bytes);
        }

        @Override
        public void forced(long position) {
            AuditIndex.Durable durable =
                    new AuditIndex.Durable(reserved.record(), bytes, position, Journal.end(position, sealed));
            synchronized (numbering) {
                unindexed.add(new Waiting(durable, reserved));
                try {
                    catchUp();
                } catch (Fault e) {
                    // It is durable. Who asks next adds it first, or gets no answer.
                }
            }
            done.complete(reserved.record());
        }

        @Override
        public void failed(JournalFault cause) {
            // All that waits fails, and nothing new is taken before this returns: the numbers are free again.
            synchronized (order) {
                synchronized (numbering) {
                    written.remove(reserved.record().request().patient());
                }
            }
            done.completeExceptionally(cause);
        }
    }

    /** Adds to the index what is durable. */
    private void catchUp() {
        if (unindexed.isEmpty()) {
            return;
        }
        List<AuditIndex.Durable> durables = new ArrayList<>();
        unindexed.forEach(waiting -> durables.add(waiting.durable()));
        try {
            store.index().add(durables);
            fault = Optional.empty();
        } catch (Fault e) {
            fault = Optional.of(e);
            throw e;
        }
        unindexed.forEach(waiting -> settle(waiting.reserved()));
        unindexed.clear();
    }
}
