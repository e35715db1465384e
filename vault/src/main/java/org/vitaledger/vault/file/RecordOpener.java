package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalRecord;
import org.vitaledger.vault.Document;
import org.vitaledger.vault.key.PatientKeys;

/** Opens what the journal holds, where there is a key. Safe for any thread. */
final class RecordOpener {
    private static final int MAX_HEADERS = 1024;

    private final Journal journal;
    private final PatientKeys keys;
    private final Map<Long, BatchHeader> headers = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, BatchHeader> eldest) {
            return size() > MAX_HEADERS;
        }
    };

    RecordOpener(Journal journal, PatientKeys keys) {
        this.journal = journal;
        this.keys = keys;
    }

    /** What stands in clear of a pack with this hash. */
    Bytes fingerprint(Hash pack) {
        return keys.fingerprint(pack);
    }

    /** The pack at {@code place}, or empty if its patient has no key. */
    Optional<OpenedPack> pack(PackPlace place) {
        PackEntry entry = place.entry();
        Optional<SecretKey> key = keys.dataKey(entry.patient(), entry.period());
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            BatchHeader header = header(place.position());
            byte[] sealed = journal.read(place.position(), place.place().offset(), entry.length());
            Packed packed = open(key.get(), header, place, new Sealing.Sealed(sealed, 0, sealed.length));
            return Optional.of(new OpenedPack(header, place.place().firstLeaf(), packed));
        } catch (JournalFault e) {
            throw Faults.of(e);
        }
    }

    private synchronized BatchHeader header(long position) {
        return headers.computeIfAbsent(
                position, at -> BatchHeader.read(ByteBuffer.wrap(journal.read(at, 0, BatchHeader.MAX_SIZE))));
    }

    private static Packed open(SecretKey key, BatchHeader header, PackPlace place, Sealing.Sealed sealed) {
        Sealing sealing = Sealing.ofThread();
        byte[] binding = header.binding(sealing.binding, place.number(), place.entry());
        try {
            return Packed.read(sealing.open(key, binding, sealed), place.entry());
        } catch (AEADBadTagException | RuntimeException e) {
            throw Faults.damagedPack(header, place.position(), place.number(), e);
        }
    }

    /** The {@code number}-th pack of a whole record, or empty if its patient has no key. */
    static Optional<OpenedPack> pack(PatientKeys keys, BatchRecord record, long position, int number) {
        PackEntry entry = record.packs().get(number);
        BatchRecord.Place place = record.places().get(number);
        return keys.dataKey(entry.patient(), entry.period()).map(key -> {
            Sealing.Sealed sealed = new Sealing.Sealed(record.payload(), place.offset(), entry.length());
            Packed packed = open(key, record.header(), new PackPlace(entry, position, number, place), sealed);
            return new OpenedPack(record.header(), place.firstLeaf(), packed);
        });
    }

    /** The batch whose record is at {@code position}, checked as a whole. */
    BatchRecord batch(long position) {
        try {
            return BatchRecord.read(journal.read(position));
        } catch (JournalFault e) {
            throw Faults.of(e);
        } catch (RuntimeException e) {
            throw Faults.damagedRecord(position, e);
        }
    }

    /** The document whose record is at {@code position}, or empty if its patient has no key. */
    Optional<Document> document(long position) {
        try {
            return document(keys, position, DocumentRecord.read(journal.read(position)));
        } catch (JournalFault e) {
            throw Faults.of(e);
        }
    }

    /** What {@code record} holds, or empty if its patient has no key. */
    static Optional<Document> document(PatientKeys keys, long position, DocumentRecord record) {
        return keys.dataKey(record.patient(), DocumentRecord.PERIOD).map(key -> {
            try {
                return record.open(key);
            } catch (AEADBadTagException e) {
                throw Faults.damagedRecord(position, e);
            }
        });
    }

    /** What the index has to learn of a record, or empty if there is nothing. */
    Optional<IndexItem> item(JournalRecord record) {
        return switch (record.payload()[0]) {
            case BatchHeader.TYPE -> Optional.of(batchItem(record));
            case DocumentRecord.TYPE ->
                document(keys, record.position(), DocumentRecord.read(record.payload()))
                        .map(d -> new IndexItem.DocumentAt(
                                record.position(), record.end(), d.patient(), d.kind(), d.id()));
            default -> throw Faults.damagedRecord(record.position(), null);
        };
    }

    private IndexItem batchItem(JournalRecord record) {
        BatchRecord batch = BatchRecord.read(record.payload());
        List<PackFacts> packs = IntStream.range(0, batch.packs().size())
                .mapToObj(i -> new PackFacts(
                        batch.packs().get(i),
                        i,
                        batch.places().get(i),
                        pack(keys, batch, record.position(), i)
                                .map(pack -> PackFacts.Content.of(pack.packed().readings()))
                                .orElse(null)))
                .toList();
        return new IndexItem.BatchAt(record.position(), record.end(), batch.header(), packs);
    }
}
