package org.vitaledger.vault.file;

import java.util.Optional;
import java.util.OptionalLong;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.vault.Catalogue;
import org.vitaledger.vault.SealedBatch;

/** What can be known without a key, from the index and the clear parts of the records. */
final class FileCatalogue implements Catalogue {
    private final Finder finder;
    private final RecordOpener opener;
    private final FilePatientRecord.Reads reads;

    FileCatalogue(Finder finder, RecordOpener opener, FilePatientRecord.Reads reads) {
        this.finder = finder;
        this.opener = opener;
        this.reads = reads;
    }

    @Override
    public Optional<PatientHandle> patientOf(ReadingId reading) {
        return reads.read(() -> finder.pack(reading.device(), reading.sequence())
                .filter(place -> reading.index() <= place.entry().lastIndex())
                .map(place -> place.entry().patient()));
    }

    @Override
    public Optional<SealedBatch> batch(GatewayId gateway, long number) {
        return reads.read(() -> {
            OptionalLong position = finder.batch(gateway, number);
            return position.isEmpty()
                    ? Optional.empty()
                    : Optional.of(opener.batch(position.getAsLong()).sealed());
        });
    }

    @Override
    public long lastBatch(GatewayId gateway) {
        return reads.read(() -> finder.lastBatch(gateway));
    }
}
