package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.vault.key.PatientKeys;

/** Turns what was sealed into entries of the index. For one thread at a time. */
final class IndexWriter {
    private static final int MAX_SPANS = 4096;

    private final Index index;
    private final PatientKeys keys;
    private final CodeNumbers codes;
    private final Scratch scratch = new Scratch();
    private final Map<PatientHandle, Long> spans = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PatientHandle, Long> eldest) {
            return size() > MAX_SPANS;
        }
    };
    private Coverage coverage;

    IndexWriter(Index index, PatientKeys keys, CodeNumbers codes) {
        this.index = index;
        this.keys = keys;
        this.codes = codes;
        this.coverage = index.coverage();
    }

    Coverage coverage() {
        return coverage;
    }

    /** Learns {@code items}, all in one atomic write. */
    void apply(List<? extends IndexItem> items) {
        index.write(puts -> {
            items.forEach(item -> put(puts, item));
            puts.put(IndexKeys.META, coverage.value());
        });
        for (IndexItem item : items) {
            if (item instanceof IndexItem.Forgotten forgotten) {
                index.purge(IndexKeys.about(forgotten.patient()));
            }
        }
    }

    private void put(Index.Puts puts, IndexItem item) {
        switch (item) {
            case IndexItem.BatchAt batch -> putBatch(puts, batch);
            case IndexItem.DocumentAt document -> putDocument(puts, document);
            case IndexItem.Forgotten forgotten -> forget(puts, forgotten.patient());
        }
    }

    private void putBatch(Index.Puts puts, IndexItem.BatchAt batch) {
        BatchHeader header = batch.header();
        puts.put(IndexKeys.batch(header.gateway(), header.number()), int64(batch.position()));
        for (PackFacts pack : batch.packs()) {
            PackEntry entry = pack.entry();
            PackPlace place = new PackPlace(entry, batch.position(), pack.number(), pack.place());
            puts.put(IndexKeys.pack(entry.device(), entry.sequence()), place.value());
            PackFacts.Content content = pack.content();
            if (content != null && !keys.isDestroyed(entry.patient())) {
                putContent(puts, entry, content);
            }
        }
        coverage = coverage.upTo(batch.end());
    }

    private void putContent(Index.Puts puts, PackEntry entry, PackFacts.Content content) {
        for (boolean byLast : new boolean[] {false, true}) {
            long time = byLast ? content.last() : content.first();
            scratch.reset().putVarint(content.last() - content.first());
            codes.write(scratch, content.codes(), puts);
            puts.put(IndexKeys.onTimeline(entry, time, byLast), scratch.toArray());
        }
        long span = content.last() - content.first();
        PatientHandle patient = entry.patient();
        if (span > spans.computeIfAbsent(patient, this::knownSpan)) {
            spans.put(patient, span);
            puts.put(IndexKeys.span(patient), int64(span));
        }
    }

    private long knownSpan(PatientHandle patient) {
        byte[] value = index.get(IndexKeys.span(patient));
        return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    }

    private void putDocument(Index.Puts puts, IndexItem.DocumentAt document) {
        if (!keys.isDestroyed(document.patient())) {
            puts.put(
                    IndexKeys.document(document.patient(), document.kind(), document.id()), int64(document.position()));
        }
        coverage = coverage.upTo(document.end());
    }

    private void forget(Index.Puts puts, PatientHandle patient) {
        for (byte[] prefix : IndexKeys.about(patient)) {
            puts.deleteAll(prefix);
        }
        spans.remove(patient);
        coverage = coverage.withDestroyed(keys.destroyed().size());
    }

    private static byte[] int64(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
