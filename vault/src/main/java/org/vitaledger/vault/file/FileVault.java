package org.vitaledger.vault.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.journal.Completion;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.vault.Batch;
import org.vitaledger.vault.Catalogue;
import org.vitaledger.vault.Document;
import org.vitaledger.vault.PatientRecord;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;
import org.vitaledger.vault.SealedBatch;
import org.vitaledger.vault.Vault;
import org.vitaledger.vault.key.PatientKeys;

/**
 * The vault on one machine's disk: a journal of sealed records, a file of wrapped keys, and an index that is made anew
 * whenever it is missing or damaged. One process at a time.
 */
public final class FileVault implements Vault {
    private static final int REPLAY_GROUP = 64;

    private final FileVaultOptions options;
    private final Journal journal;
    private final PatientKeys keys;
    private final Index index;
    private final Indexer indexer;
    private final Gate gate = new Gate();
    private final ReadingSearch.Sources sources;
    private final FileCatalogue catalogue;
    private final GatewayLine.Parts parts;
    private final Map<GatewayId, GatewayLine> lines = new ConcurrentHashMap<>();

    private FileVault(FileVaultOptions options, Journal journal, PatientKeys keys, Index index) {
        this.options = options;
        this.journal = journal;
        this.keys = keys;
        this.index = index;
        RecordOpener opener = new RecordOpener(journal, keys);
        CodeNumbers codes = CodeNumbers.load(index);
        IndexWriter writer = new IndexWriter(index, keys, codes);
        catchUp(writer, opener);
        this.indexer = new Indexer(writer);
        this.sources = new ReadingSearch.Sources(index, new Finder(index), codes, opener);
        this.catalogue = new FileCatalogue(sources.finder(), opener, this::read, gate);
        this.parts = new GatewayLine.Parts(new BatchSealer(keys, options.random()), journal, indexer, catalogue);
        indexer.start();
    }

    /**
     * Opens the vault in {@code directory}, which is made if absent. If the index is not usable it is made anew first,
     * which takes about as long as reading everything.
     *
     * @throws SealFault if another process has it open, a file is damaged (named, with the offset), or the node's key is
     *     not the one it was made with
     */
    public static FileVault open(Path directory, FileVaultOptions options) {
        VaultFiles files = new VaultFiles(directory);
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            Journal journal = Journal.open(files.journal(), options.journal());
            opened.add(journal);
            requireKeys(files, journal);
            PatientKeys keys = PatientKeys.open(files.keys(), options.nodeKey(), options.random());
            opened.add(keys);
            Index index = Index.open(files.index(), journal.id(), journal.endPosition());
            opened.add(index);
            return new FileVault(options, journal, keys, index);
        } catch (JournalFault e) {
            closeAll(opened);
            throw Faults.of(e);
        } catch (SealFault e) {
            closeAll(opened);
            throw e;
        }
    }

    /** Without the file every patient would be given a new key, and what was sealed would be lost in silence. */
    private static void requireKeys(VaultFiles files, Journal journal) {
        boolean sealedBefore = journal.reader(journal.firstPosition()).next() != null;
        if (sealedBefore && !Files.exists(files.keys())) {
            throw new SealFault(
                    SealCode.KEYS_DAMAGED, Map.of("file", files.keys(), "what", "the file is missing"), null);
        }
        try {
            Files.createDirectories(files.keys().resolveSibling("."));
        } catch (IOException e) {
            throw new SealFault(SealCode.DISK, Map.of("file", files.keys()), e);
        }
    }

    private static void closeAll(List<AutoCloseable> opened) {
        for (AutoCloseable resource : opened.reversed()) {
            try {
                resource.close();
            } catch (Exception _) {
                // The fault that led here is the one to tell.
            }
        }
    }

    private void catchUp(IndexWriter writer, RecordOpener opener) {
        List<IndexItem> group = new ArrayList<>();
        journal.replay(writer.coverage().end(), record -> {
            opener.item(record).ifPresent(group::add);
            if (group.size() == REPLAY_GROUP) {
                writer.apply(group);
                group.clear();
            }
        });
        if (writer.coverage().destroyed() != keys.destroyed().size()) {
            for (PatientHandle patient : keys.destroyed()) {
                group.add(new IndexItem.Forgotten(patient, new CompletableFuture<>()));
            }
        }
        writer.apply(group);
    }

    private <T> T read(Supplier<T> read) {
        gate.together(() -> true);
        indexer.await();
        return gate.together(read);
    }

    /** Blocks while the disk or the index is behind (back-pressure). */
    @Override
    public CompletableFuture<SealedBatch> seal(Batch batch) {
        try {
            return lines.computeIfAbsent(batch.gateway(), id -> new GatewayLine(parts, id))
                    .seal(batch);
        } catch (SealFault e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Void> store(Document document) {
        PatientHandle patient = document.patient();
        try {
            keys.ensure(List.of(patient));
            SecretKey key = keys.dataKey(patient, DocumentRecord.PERIOD)
                    .orElseThrow(() -> new SealFault(SealCode.ERASED, Map.of(), null));
            DocumentRecord record = DocumentRecord.seal(document, key, options.random());
            Stored stored = new Stored(document, record.payload());
            journal.append(record.payload(), stored);
            return stored.future;
        } catch (SealFault e) {
            return CompletableFuture.failedFuture(e);
        } catch (JournalFault e) {
            return CompletableFuture.failedFuture(Faults.of(e));
        }
    }

    private final class Stored implements Completion {
        private final Document document;
        private final byte[] payload;
        private final CompletableFuture<Void> future = new CompletableFuture<>();

        Stored(Document document, byte[] payload) {
            this.document = document;
            this.payload = payload;
        }

        @Override
        public void forced(long position) {
            long end = Journal.end(position, payload);
            indexer.add(new IndexItem.DocumentAt(position, end, document.patient(), document.kind(), document.id()));
            Thread.ofVirtual().start(() -> future.complete(null));
        }

        @Override
        public void failed(JournalFault fault) {
            Thread.ofVirtual().start(() -> future.completeExceptionally(Faults.of(fault)));
        }
    }

    @Override
    public PatientRecord open(Grant grant) {
        InstantSource clock = options.clock();
        return new FilePatientRecord(grant, clock, sources, this::read);
    }

    @Override
    public Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public CompletableFuture<Void> shred(PatientHandle patient) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            gate.alone(() -> keys.destroy(patient));
            indexer.add(new IndexItem.Forgotten(patient, done));
            return done;
        } catch (SealFault e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Why nothing is sealed or read now; empty while it is. */
    public Optional<SealFault> fault() {
        return journal.fault().map(Faults::of).or(indexer::fault);
    }

    @Override
    public void close() {
        gate.close(() -> {
            journal.close();
            indexer.close();
            index.close();
            keys.close();
        });
    }
}
