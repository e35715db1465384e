package org.vitaledger.vault.file;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.DeviceId;
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
    private final Gate gate;

    FileCatalogue(Finder finder, RecordOpener opener, FilePatientRecord.Reads reads, Gate gate) {
        this.finder = finder;
        this.opener = opener;
        this.reads = reads;
        this.gate = gate;
    }

    @Override
    public Optional<PatientHandle> patientOf(ReadingId reading) {
        return reads.read(() -> finder.pack(reading.device(), reading.sequence())
                .filter(place -> reading.index() <= place.entry().lastIndex())
                .map(place -> place.entry().patient()));
    }

    /** What the index says of a number is final, so only a number that it does not have waits for it. */
    @Override
    public boolean holds(DeviceId device, long sequence, Hash pack) {
        Supplier<Optional<PackPlace>> look = () -> finder.pack(device, sequence);
        Bytes fingerprint = opener.fingerprint(pack);
        return gate.together(look)
                .or(() -> reads.read(look))
                .filter(place -> place.entry().fingerprint().equals(fingerprint))
                .isPresent();
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
