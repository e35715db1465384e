package org.vitaledger.vault.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.proof.Commitment;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.journal.JournalRecord;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;
import org.vitaledger.vault.SealedBatch;
import org.vitaledger.vault.file.VaultFinding.BatchName;
import org.vitaledger.vault.key.PatientKeys;

/** Derives again what one record holds, and tells the index's check what follows from it. For one thread. */
final class RecordCheck {
    private final @Nullable PatientKeys keys;
    private final IndexCheck index;
    private final Path file;
    private final long offset;
    private final JournalRecord record;
    private final IndexFacts facts;
    private final List<VaultFinding> findings = new ArrayList<>();
    private Optional<BatchName> name = Optional.empty();
    private Optional<SealedBatch> sealed = Optional.empty();
    private long opened;

    /** Where a record was read. */
    record At(Path file, long offset, JournalRecord record) {}

    private RecordCheck(@Nullable PatientKeys keys, IndexCheck index, At at) {
        this.keys = keys;
        this.index = index;
        this.file = at.file();
        this.offset = at.offset();
        this.record = at.record();
        this.facts = index.facts(record.position());
    }

    /**
     * Checks a record; safe for any thread.
     *
     * @param keys the patients' keys; null if there are none
     */
    static CheckedRecord check(@Nullable PatientKeys keys, IndexCheck index, At at) {
        return new RecordCheck(keys, index, at).run();
    }

    private CheckedRecord run() {
        try {
            switch (record.payload()[0]) {
                case BatchHeader.TYPE -> batch();
                case DocumentRecord.TYPE -> document();
                default -> find("a record of an unknown type");
            }
        } catch (SealFault e) {
            index.incomplete();
            find(e.code().text());
        } catch (RuntimeException _) {
            index.incomplete();
            find("the record does not have the form of its type");
        }
        index.add(facts);
        return new CheckedRecord(file, offset, name, sealed, opened, findings);
    }

    private void find(String what) {
        findings.add(new VaultFinding(file, offset, name, what));
    }

    private void document() {
        DocumentRecord document = DocumentRecord.read(record.payload());
        requireKnown(document.patient());
        if (keys != null) {
            RecordOpener.document(keys, record.position(), document).ifPresent(facts::document);
        }
    }

    private void batch() {
        BatchRecord batch = BatchRecord.read(record.payload());
        name = Optional.of(
                new BatchName(batch.header().gateway(), batch.header().number()));
        facts.batch(batch.header());
        SealedBatch whole = batch.sealed();
        for (int i = 0; i < batch.packs().size(); i++) {
            facts.pack(new PackFacts(
                    batch.packs().get(i), i, batch.places().get(i), content(batch, i, whole.commitments())));
        }
        sealed = Optional.of(whole);
    }

    /** What the key tells of a pack; null if there is none, or if what is sealed is not as it was. */
    private PackFacts.@Nullable Content content(BatchRecord batch, int number, List<Hash> commitments) {
        try {
            PackEntry entry = batch.packs().get(number);
            requireKnown(entry.patient());
            Optional<OpenedPack> pack =
                    keys == null ? Optional.empty() : RecordOpener.pack(keys, batch, record.position(), number);
            if (pack.isEmpty()) {
                return null;
            }
            checkCommitments(pack.get(), commitments);
            checkFingerprint(number, entry, pack.get());
            return PackFacts.Content.of(pack.get().packed().readings());
        } catch (SealFault e) {
            index.incomplete();
            find("pack " + number + ": " + e.code().text());
            return null;
        }
    }

    private void checkCommitments(OpenedPack pack, List<Hash> commitments) {
        List<Reading> found = pack.packed().readings();
        Sealing sealing = Sealing.ofThread();
        sealing.seed(pack.packed().seed(), 0, Packed.SEED);
        for (int i = 0; i < found.size(); i++) {
            Reading reading = found.get(i);
            opened++;
            Hash derived = Commitment.of(sealing.salt(reading.id().index()), reading);
            if (!derived.equals(commitments.get(pack.firstLeaf() + i))) {
                find("reading " + reading.id() + " differs from its commitment");
            }
        }
    }

    private void checkFingerprint(int number, PackEntry entry, OpenedPack pack) {
        Hash signed = pack.packed().readings().getFirst().pack();
        if (keys != null && !keys.fingerprint(signed).equals(entry.fingerprint())) {
            find("pack " + number + ": its fingerprint is another pack's");
        }
    }

    private void requireKnown(PatientHandle patient) {
        if (keys != null && !keys.knows(patient)) {
            throw new SealFault(SealCode.KEYS_DAMAGED, Map.of(), null);
        }
    }
}
