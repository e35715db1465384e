package org.vitaledger.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.proof.Commitment;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.core.value.SequenceRange;
import org.vitaledger.vault.Batch;
import org.vitaledger.vault.Catalogue;
import org.vitaledger.vault.Document;
import org.vitaledger.vault.PatientRecord;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;
import org.vitaledger.vault.SealedBatch;
import org.vitaledger.vault.Vault;

/** Batches in memory, unsealed; and it can be made to hang. */
final class MemoryVault implements Vault, Catalogue {
    private final Map<Long, SealedBatch> sealed = new TreeMap<>();
    private final List<Batch.Pack> packs = new ArrayList<>();
    private boolean unreadable;
    private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    @Override
    public synchronized CompletableFuture<SealedBatch> seal(Batch batch) {
        return gate.thenApply(open -> keep(batch));
    }

    /** From now on nothing is sealed until {@link #resume}. */
    synchronized void hang() {
        gate = new CompletableFuture<>();
    }

    void resume() {
        CompletableFuture<Void> closed;
        synchronized (this) {
            closed = gate;
        }
        closed.complete(null);
    }

    synchronized List<Batch.Pack> packs() {
        return List.copyOf(packs);
    }

    private synchronized SealedBatch keep(Batch batch) {
        return sealed.computeIfAbsent(batch.number(), number -> {
            packs.addAll(batch.packs());
            return commit(batch);
        });
    }

    private static SealedBatch commit(Batch batch) {
        List<Hash> commitments = new ArrayList<>();
        List<SequenceRange> ranges = new ArrayList<>();
        for (Batch.Pack pack : batch.packs()) {
            int readings = pack.readings().size();
            pack.readings().forEach(r -> commitments.add(Commitment.of(new byte[Commitment.SALT_SIZE], r)));
            ranges.add(SequenceRange.of(pack.device(), pack.sequence(), readings));
        }
        return new SealedBatch(
                batch.gateway(), batch.number(), batch.origin(), SequenceRange.joined(ranges), commitments);
    }

    @Override
    public Catalogue catalogue() {
        return this;
    }

    @Override
    public synchronized Optional<SealedBatch> batch(GatewayId gateway, long number) {
        return Optional.ofNullable(sealed.get(number));
    }

    @Override
    public synchronized long lastBatch(GatewayId gateway) {
        return sealed.size();
    }

    @Override
    public synchronized boolean holds(DeviceId device, long sequence, Hash pack) {
        if (unreadable) {
            throw new SealFault(SealCode.INDEX, Map.of(), null);
        }
        return packs.stream()
                .anyMatch(each -> each.device().equals(device)
                        && each.sequence() == sequence
                        && Hash.sha256(each.signed().toArray()).equals(pack));
    }

    /** Whether what is sealed can be looked at. */
    synchronized void readable(boolean now) {
        unreadable = !now;
    }

    @Override
    public Optional<PatientHandle> patientOf(ReadingId reading) {
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Void> store(Document document) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PatientRecord open(Grant grant) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> shred(PatientHandle patient) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
