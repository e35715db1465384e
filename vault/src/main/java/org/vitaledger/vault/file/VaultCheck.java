package org.vitaledger.vault.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.proof.Commitment;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.journal.JournalCheck;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalRecord;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;
import org.vitaledger.vault.SealedBatch;
import org.vitaledger.vault.file.VaultFinding.BatchName;
import org.vitaledger.vault.key.NodeKey;
import org.vitaledger.vault.key.NodeKeyStore;
import org.vitaledger.vault.key.PatientKeys;

/**
 * Derives again all that a stopped vault holds from its raw data, changes nothing, and tells what differs: checksums of
 * every record, keys, the seal of every pack and document whose key is there, every commitment, the numbering of batches,
 * and the index.
 */
public final class VaultCheck {
    private final VaultFiles files;
    private final Consumer<SealedBatch> visitor;
    private final List<VaultFinding> findings = new ArrayList<>();
    private final Map<GatewayId, Long> lastBatch = new HashMap<>();
    private final @Nullable PatientKeys keys;
    private final IndexCheck index;
    private long batches;
    private long readings;
    private long opened;

    /**
     * What a check saw.
     *
     * @param findings all that is not as it should be
     * @param batches how many batches there are
     * @param readings how many readings in them
     * @param opened of how many the seal and the commitment could be checked; the others' keys are destroyed
     */
    public record Report(List<VaultFinding> findings, long batches, long readings, long opened) {
        public Report {
            findings = List.copyOf(findings);
        }
    }

    private VaultCheck(VaultFiles files, Supplier<NodeKey> nodeKey, Consumer<SealedBatch> visitor) {
        this.files = files;
        this.visitor = visitor;
        this.keys = openKeys(nodeKey);
        this.index = IndexCheck.open(files.index(), findings::add);
    }

    /**
     * Checks the vault in {@code directory}, whose node key is in {@code keyStore}, and shows every batch to
     * {@code visitor} so that it can be compared with what the ledger says of it.
     *
     * @throws SealFault if a process has the vault open, or the disk can't be read
     */
    public static Report check(Path directory, Path keyStore, char[] password, Consumer<SealedBatch> visitor) {
        Supplier<NodeKey> nodeKey = () -> NodeKeyStore.open(keyStore, password);
        VaultCheck check = new VaultCheck(new VaultFiles(directory), nodeKey, visitor);
        try {
            return check.run();
        } catch (JournalFault e) {
            throw Faults.of(e);
        } finally {
            check.close();
        }
    }

    private @Nullable PatientKeys openKeys(Supplier<NodeKey> nodeKey) {
        if (!Files.exists(files.keys()) && !Files.exists(files.journal())) {
            return null;
        }
        try {
            return PatientKeys.openToCheck(
                    files.keys(), nodeKey.get(), (offset, what) -> add(files.keys(), offset, what));
        } catch (SealFault e) {
            Path file = Path.of(e.context().getOrDefault("file", files.keys().toString()));
            long offset = Long.parseLong(e.context().getOrDefault("offset", "0"));
            add(file, offset, e.context().getOrDefault("what", e.code().text()));
            return null;
        }
    }

    private Report run() {
        JournalCheck.Report journal = JournalCheck.check(files.journal(), this::visit);
        journal.findings().forEach(finding -> add(finding.file(), finding.offset(), finding.what()));
        index.finish(journal.end(), keys != null);
        return new Report(findings, batches, readings, opened);
    }

    private void visit(Path file, long offset, JournalRecord record) {
        try {
            switch (record.payload()[0]) {
                case BatchHeader.TYPE -> visitBatch(file, offset, record);
                case DocumentRecord.TYPE -> visitDocument(record);
                default -> add(file, offset, "a record of an unknown type");
            }
        } catch (SealFault e) {
            add(file, offset, e.code().text());
        } catch (RuntimeException _) {
            add(file, offset, "the record does not have the form of its type");
        }
    }

    private void visitDocument(JournalRecord record) {
        DocumentRecord document = DocumentRecord.read(record.payload());
        requireKnown(document.patient());
        if (keys != null) {
            RecordOpener.document(keys, record.position(), document)
                    .ifPresent(opened -> index.document(record.position(), opened));
        }
    }

    private void visitBatch(Path file, long offset, JournalRecord record) {
        BatchRecord batch = BatchRecord.read(record.payload());
        BatchName name = new BatchName(batch.header().gateway(), batch.header().number());
        Consumer<String> finding = what -> findings.add(new VaultFinding(file, offset, Optional.of(name), what));
        Long before = lastBatch.put(name.gateway(), name.number());
        if (name.number() != (before == null ? 1 : before + 1)) {
            finding.accept("the batch does not follow the gateway's last");
        }
        SealedBatch sealed = batch.sealed();
        batches++;
        readings += sealed.commitments().size();
        index.batch(record.position(), batch.header(), finding);
        for (int i = 0; i < batch.packs().size(); i++) {
            try {
                visitPack(new PackAt(batch, record.position(), i), sealed.commitments(), finding);
            } catch (SealFault e) {
                finding.accept("pack " + i + ": " + e.code().text());
            }
        }
        visitor.accept(sealed);
    }

    private record PackAt(BatchRecord batch, long position, int number) {
        PackEntry entry() {
            return batch.packs().get(number);
        }
    }

    private void visitPack(PackAt at, List<Hash> commitments, Consumer<String> finding) {
        requireKnown(at.entry().patient());
        Optional<OpenedPack> pack =
                keys == null ? Optional.empty() : RecordOpener.pack(keys, at.batch(), at.position(), at.number());
        pack.ifPresent(clear -> {
            checkCommitments(clear, commitments, finding);
            checkFingerprint(at, clear, finding);
        });
        PackFacts facts = new PackFacts(
                at.entry(),
                at.number(),
                at.batch().places().get(at.number()),
                pack.map(clear -> PackFacts.Content.of(clear.packed().readings()))
                        .orElse(null));
        index.pack(at.position(), facts, finding);
    }

    private void checkCommitments(OpenedPack pack, List<Hash> commitments, Consumer<String> finding) {
        List<Reading> found = pack.packed().readings();
        for (int i = 0; i < found.size(); i++) {
            opened++;
            Hash derived = Commitment.of(pack.salt(i), found.get(i));
            if (!derived.equals(commitments.get(pack.firstLeaf() + i))) {
                finding.accept("reading " + found.get(i).id() + " differs from its commitment");
            }
        }
    }

    private void checkFingerprint(PackAt at, OpenedPack pack, Consumer<String> finding) {
        Hash signed = pack.packed().readings().getFirst().pack();
        if (keys != null && !keys.fingerprint(signed).equals(at.entry().fingerprint())) {
            finding.accept("pack " + at.number() + ": its fingerprint is another pack's");
        }
    }

    private void requireKnown(PatientHandle patient) {
        if (keys != null && !keys.knows(patient)) {
            throw new SealFault(SealCode.KEYS_DAMAGED, Map.of(), null);
        }
    }

    private void add(Path file, long offset, String what) {
        findings.add(new VaultFinding(file, offset, Optional.empty(), what));
    }

    private void close() {
        index.close();
        if (keys != null) {
            keys.close();
        }
    }
}
