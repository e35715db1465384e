package org.vitaledger.vault.file;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.vault.Document;
import org.vitaledger.vault.OpenedReading;
import org.vitaledger.vault.PatientRecord;
import org.vitaledger.vault.ReadingPage;
import org.vitaledger.vault.ReadingQuery;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;

/** What one grant opens, as long as it lasts. */
final class FilePatientRecord implements PatientRecord {
    private final Grant grant;
    private final InstantSource clock;
    private final ReadingSearch.Sources sources;
    private final Reads reads;

    /** Runs a read when everything sealed before is in the index, and not while a key is destroyed. */
    interface Reads {
        <T> T read(Supplier<T> read);
    }

    FilePatientRecord(Grant grant, InstantSource clock, ReadingSearch.Sources sources, Reads reads) {
        this.grant = grant;
        this.clock = clock;
        this.sources = sources;
        this.reads = reads;
        requireLasting();
    }

    private void requireLasting() {
        if (!clock.instant().isBefore(grant.notAfter())) {
            throw new SealFault(SealCode.GRANT_ENDED, Map.of("ended", grant.notAfter()), null);
        }
    }

    @Override
    public Optional<OpenedReading> reading(ReadingId id) {
        requireLasting();
        return reads.read(() -> sources.finder()
                .pack(id.device(), id.sequence())
                .filter(place -> place.entry().patient().equals(grant.patient()))
                .flatMap(sources.opener()::pack)
                .flatMap(pack -> find(pack, id)));
    }

    private Optional<OpenedReading> find(OpenedPack pack, ReadingId id) {
        var readings = pack.packed().readings();
        for (int i = 0; i < readings.size(); i++) {
            if (readings.get(i).id().equals(id) && grant.covers(readings.get(i).code())) {
                return Optional.of(pack.reading(i, grant));
            }
        }
        return Optional.empty();
    }

    @Override
    public ReadingPage readings(ReadingQuery query) {
        requireLasting();
        return reads.read(() -> new ReadingSearch(sources, grant, query).run());
    }

    @Override
    public List<Document> documents(String kind) {
        requireLasting();
        if (!grant.coversEverything()) {
            return List.of();
        }
        return reads.read(() -> sources.finder().documents(grant.patient(), kind).stream()
                .flatMap(position -> sources.opener().document(position).stream())
                .toList());
    }
}
