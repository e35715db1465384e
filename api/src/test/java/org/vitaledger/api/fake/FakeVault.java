package org.vitaledger.api.fake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.proof.Commitment;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.core.value.SequenceRange;
import org.vitaledger.vault.Batch;
import org.vitaledger.vault.Catalogue;
import org.vitaledger.vault.Document;
import org.vitaledger.vault.OpenedReading;
import org.vitaledger.vault.PatientRecord;
import org.vitaledger.vault.ReadingPage;
import org.vitaledger.vault.ReadingQuery;
import org.vitaledger.vault.SealedBatch;
import org.vitaledger.vault.Vault;

/** A vault in memory; knows how often it was opened. */
public final class FakeVault implements Vault, Catalogue {
    private static final Comparator<Reading> ORDER = Comparator.comparing(ReadingQuery.Cursor::of);

    private final Map<ReadingId, OpenedReading> readings = new HashMap<>();
    private final Map<String, Document> documents = new LinkedHashMap<>();
    private final Map<GatewayId, List<SealedBatch>> batches = new HashMap<>();
    private final Set<PatientHandle> shredded = new HashSet<>();
    private final AtomicInteger opened = new AtomicInteger();

    /** How often something was opened. */
    public int opened() {
        return opened.get();
    }

    @Override
    public synchronized CompletableFuture<SealedBatch> seal(Batch batch) {
        List<Hash> commitments = new ArrayList<>();
        List<SequenceRange> ranges = new ArrayList<>();
        for (Batch.Pack pack : batch.packs()) {
            for (Reading reading : pack.readings()) {
                Bytes salt = Bytes.of(new byte[Commitment.SALT_SIZE]);
                OpenedReading.Place place =
                        new OpenedReading.Place(batch.gateway(), batch.number(), commitments.size());
                readings.put(reading.id(), new OpenedReading(reading, salt, Optional.of(pack.signed()), place));
                commitments.add(Commitment.of(salt.toArray(), reading));
            }
            ranges.add(SequenceRange.of(
                    pack.device(), pack.sequence(), pack.readings().size()));
        }
        SealedBatch sealed = new SealedBatch(
                batch.gateway(), batch.number(), batch.origin(), SequenceRange.joined(ranges), commitments);
        batches.computeIfAbsent(batch.gateway(), key -> new ArrayList<>()).add(sealed);
        return CompletableFuture.completedFuture(sealed);
    }

    @Override
    public synchronized CompletableFuture<Void> store(Document document) {
        documents.put(document.patient() + document.kind() + document.id(), document);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public PatientRecord open(Grant grant) {
        opened.incrementAndGet();
        return new View(grant);
    }

    @Override
    public Catalogue catalogue() {
        return this;
    }

    @Override
    public synchronized CompletableFuture<Void> shred(PatientHandle patient) {
        shredded.add(patient);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized Optional<PatientHandle> patientOf(ReadingId reading) {
        return Optional.ofNullable(readings.get(reading))
                .map(found -> found.reading().patient());
    }

    @Override
    public synchronized boolean holds(DeviceId device, long sequence, Hash pack) {
        return readings.values().stream()
                .map(OpenedReading::reading)
                .anyMatch(reading -> reading.id().device().equals(device)
                        && reading.id().sequence() == sequence
                        && reading.pack().equals(pack));
    }

    @Override
    public synchronized Optional<SealedBatch> batch(GatewayId gateway, long number) {
        List<SealedBatch> sealed = batches.getOrDefault(gateway, List.of());
        return number < 1 || number > sealed.size() ? Optional.empty() : Optional.of(sealed.get((int) number - 1));
    }

    @Override
    public synchronized long lastBatch(GatewayId gateway) {
        return batches.getOrDefault(gateway, List.of()).size();
    }

    @Override
    public void close() {}

    private synchronized List<OpenedReading> covered(Grant grant) {
        return readings.values().stream()
                .filter(found -> found.reading().patient().equals(grant.patient()))
                .filter(found -> grant.covers(found.reading().code()))
                .filter(found -> !shredded.contains(grant.patient()))
                .map(found -> new OpenedReading(
                        found.reading(), found.salt(), found.signed().filter(_ -> whole(grant, found)), found.place()))
                .toList();
    }

    private boolean whole(Grant grant, OpenedReading opened) {
        return readings.values().stream()
                .map(OpenedReading::reading)
                .filter(reading -> reading.pack().equals(opened.reading().pack()))
                .allMatch(reading -> grant.covers(reading.code()));
    }

    private synchronized List<Document> documents(Grant grant, String kind) {
        return documents.values().stream()
                .filter(document -> document.patient().equals(grant.patient()))
                .filter(document -> document.kind().equals(kind) && grant.coversEverything())
                .toList();
    }

    private final class View implements PatientRecord {
        private final Grant grant;

        View(Grant grant) {
            this.grant = grant;
        }

        @Override
        public Optional<OpenedReading> reading(ReadingId id) {
            return covered(grant).stream()
                    .filter(found -> found.reading().id().equals(id))
                    .findFirst();
        }

        @Override
        public ReadingPage readings(ReadingQuery query) {
            Comparator<Reading> order = query.page().newestFirst() ? ORDER.reversed() : ORDER;
            List<OpenedReading> all = covered(grant).stream()
                    .filter(found -> matches(query, found.reading()))
                    .filter(found -> isAfter(query, found.reading()))
                    .sorted(Comparator.comparing(OpenedReading::reading, order))
                    .toList();
            int limit = query.page().limit();
            if (all.size() <= limit) {
                return new ReadingPage(all, Optional.empty());
            }
            Reading last = all.get(limit - 1).reading();
            return new ReadingPage(all.subList(0, limit), Optional.of(new ReadingQuery.Cursor(last.time(), last.id())));
        }

        @Override
        public List<Document> documents(String kind) {
            return FakeVault.this.documents(grant, kind);
        }

        private boolean matches(ReadingQuery query, Reading reading) {
            return (query.codes().isEmpty() || query.codes().contains(reading.code()))
                    && query.device().map(reading.id().device()::equals).orElse(true)
                    && !reading.time().isBefore(query.span().from())
                    && reading.time().isBefore(query.span().to());
        }

        private boolean isAfter(ReadingQuery query, Reading reading) {
            return query.page()
                    .after()
                    .map(after -> {
                        int place = ReadingQuery.Cursor.of(reading).compareTo(after);
                        return query.page().newestFirst() ? place < 0 : place > 0;
                    })
                    .orElse(true);
        }
    }
}
