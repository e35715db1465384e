package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.vitaledger.vault.Document;
import org.vitaledger.vault.SealFault;

/**
 * Compares the index with what the records say. An index that is missing is none to compare; one that lags behind is
 * compared as far as it covers.
 */
final class IndexCheck implements AutoCloseable {
    private final Path directory;
    private final Consumer<VaultFinding> findings;
    private final @Nullable Index index;
    private final CodeNumbers codes;
    private final Coverage coverage;
    private long batches;
    private long packs;
    private long contents;

    private IndexCheck(Path directory, Consumer<VaultFinding> findings, @Nullable Index index) {
        this.directory = directory;
        this.findings = findings;
        this.index = index;
        this.codes = index == null ? new CodeNumbers() : CodeNumbers.load(index);
        this.coverage = index == null ? Coverage.NONE : index.coverage();
    }

    static IndexCheck open(Path directory, Consumer<VaultFinding> findings) {
        if (!Files.exists(directory.resolve("CURRENT"))) {
            return new IndexCheck(directory, findings, null);
        }
        try {
            return new IndexCheck(directory, findings, Index.openToCheck(directory));
        } catch (RocksDBException | SealFault _) {
            findings.accept(finding(directory, "the index is damaged; the next start makes it anew"));
            return new IndexCheck(directory, findings, null);
        }
    }

    private static VaultFinding finding(Path directory, String what) {
        return new VaultFinding(directory, 0, Optional.empty(), what);
    }

    private boolean covers(long position) {
        return index != null && position < coverage.end();
    }

    void batch(long position, BatchHeader header, Consumer<String> finding) {
        if (covers(position)) {
            batches++;
            byte[] expected = ByteBuffer.allocate(Long.BYTES).putLong(position).array();
            if (!Arrays.equals(get(IndexKeys.batch(header.gateway(), header.number())), expected)) {
                finding.accept("the index has the batch elsewhere or not at all");
            }
        }
    }

    void pack(long position, PackFacts facts, Consumer<String> finding) {
        if (!covers(position)) {
            return;
        }
        packs++;
        PackEntry entry = facts.entry();
        PackPlace place = new PackPlace(entry, position, facts.number(), facts.place());
        if (!Arrays.equals(get(IndexKeys.pack(entry.device(), entry.sequence())), place.value())) {
            finding.accept(
                    "pack " + facts.number() + ": the index has it elsewhere or not at all; perhaps sealed twice");
        }
        PackFacts.Content content = facts.content();
        if (content != null) {
            contents++;
            if (!onTimeline(entry, content, false) || !onTimeline(entry, content, true)) {
                finding.accept("pack " + facts.number() + ": the index tells other times or codes, or none");
            }
        }
    }

    private boolean onTimeline(PackEntry entry, PackFacts.Content content, boolean byLast) {
        byte[] value = get(IndexKeys.onTimeline(entry, byLast ? content.last() : content.first(), byLast));
        if (value == null) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        Set<String> wanted = content.codes();
        return Scratch.varint(in) == content.last() - content.first() && new HashSet<>(codes.read(in)).equals(wanted);
    }

    void document(long position, Document document) {
        if (covers(position)) {
            byte[] value = get(IndexKeys.document(document.patient(), document.kind(), document.id()));
            if (value == null || ByteBuffer.wrap(value).getLong() < position) {
                findings.accept(finding(directory, "the index does not have a document's newest version"));
            }
        }
    }

    /** Once all records were seen: whether the index has more than they say; without keys they do not say all. */
    void finish(long end, boolean withKeys) {
        if (index == null) {
            return;
        }
        if (coverage.end() > end) {
            findings.accept(finding(directory, "the index covers records that the journal does not hold any more"));
            return;
        }
        requireCount(IndexKeys.batches(), batches, "batches");
        requireCount(IndexKeys.packs(), packs, "packs");
        if (withKeys) {
            requireCount(IndexKeys.timelines(false), contents, "first readings");
            requireCount(IndexKeys.timelines(true), contents, "last readings");
        }
    }

    private void requireCount(byte[] prefix, long expected, String of) {
        long count = 0;
        Index store = index;
        if (store == null) {
            return;
        }
        try (IndexWalk walk = store.walk(prefix).start(true)) {
            for (; walk.valid(); walk.next(true)) {
                count++;
            }
        }
        if (count != expected) {
            findings.accept(finding(directory, "the index has another number of " + of + " than the records"));
        }
    }

    private byte @Nullable [] get(byte[] key) {
        return index == null ? null : index.get(key);
    }

    @Override
    public void close() {
        if (index != null) {
            index.close();
        }
    }
}
