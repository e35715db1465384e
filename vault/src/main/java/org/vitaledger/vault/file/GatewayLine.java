package org.vitaledger.vault.file;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.journal.Completion;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.vault.Batch;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;
import org.vitaledger.vault.SealedBatch;

/** Seals the batches of one gateway in the order of their numbers, each once (INV-002). Safe for any thread. */
final class GatewayLine {
    private final Parts parts;
    private final GatewayId gateway;
    private final Map<Long, CompletableFuture<SealedBatch>> underWay = new ConcurrentHashMap<>();
    private long last;

    /** What sealing works with. */
    record Parts(BatchSealer sealer, Journal journal, Indexer indexer, FileCatalogue catalogue) {}

    GatewayLine(Parts parts, GatewayId gateway) {
        this.parts = parts;
        this.gateway = gateway;
        this.last = parts.catalogue().lastBatch(gateway);
    }

    /** Blocks while the journal or the index is behind. */
    synchronized CompletableFuture<SealedBatch> seal(Batch batch) {
        long number = batch.number();
        CompletableFuture<SealedBatch> known = underWay.get(number);
        if (known != null) {
            return known.copy();
        }
        if (number <= last) {
            return CompletableFuture.completedFuture(
                    parts.catalogue().batch(gateway, number).orElseThrow());
        }
        if (number != last + 1) {
            return CompletableFuture.failedFuture(new SealFault(
                    SealCode.OUT_OF_ORDER, Map.of("gateway", gateway, "last", last, "batch", number), null));
        }
        return write(batch).copy();
    }

    private CompletableFuture<SealedBatch> write(Batch batch) {
        int packs = batch.packs().size();
        parts.indexer().reserve(packs);
        try {
            BatchSealer.Ready ready = parts.sealer().seal(batch);
            Sealed sealed = new Sealed(ready);
            underWay.put(batch.number(), sealed.future);
            last = batch.number();
            parts.journal().append(ready.payload(), sealed);
            return sealed.future;
        } catch (JournalFault e) {
            forget(batch.number());
            parts.indexer().release(packs);
            throw Faults.of(e);
        } catch (RuntimeException | Error e) {
            forget(batch.number());
            parts.indexer().release(packs);
            throw e;
        }
    }

    /** The batch is not sealed: it may be sealed again, and no later one before it. */
    private synchronized void forget(long number) {
        underWay.remove(number);
        last = Math.min(last, number - 1);
    }

    /** Told by the journal; the future completes on a thread of its own, which may well seal the next batch. */
    private final class Sealed implements Completion {
        private final BatchSealer.Ready ready;
        private final CompletableFuture<SealedBatch> future = new CompletableFuture<>();

        Sealed(BatchSealer.Ready ready) {
            this.ready = ready;
        }

        @Override
        public void forced(long position) {
            BatchHeader header =
                    new BatchHeader(ready.sealed().gateway(), ready.sealed().number());
            long end = Journal.end(position, ready.payload());
            parts.indexer().add(new IndexItem.BatchAt(position, end, header, ready.packs()));
            underWay.remove(header.number(), future);
            Thread.ofVirtual().start(() -> future.complete(ready.sealed()));
        }

        @Override
        public void failed(JournalFault fault) {
            parts.indexer().release(ready.packs().size());
            // The journal takes nothing new before this returns, so that whoever seals now is refused there.
            forget(ready.sealed().number());
            Thread.ofVirtual().start(() -> future.completeExceptionally(Faults.of(fault)));
        }
    }
}
