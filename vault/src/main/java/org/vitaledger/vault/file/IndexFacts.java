package org.vitaledger.vault.file;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import org.vitaledger.vault.Document;
import org.vitaledger.vault.sort.Items;

/**
 * What the index has to hold of one record, each entry with its place: position of the record and number of the pack, then
 * the value. For one thread.
 */
final class IndexFacts {
    private static final int PLACE = Long.BYTES + Integer.BYTES;

    private final CodeNumbers codes;
    private final long position;
    private final Items items = new Items();

    IndexFacts(CodeNumbers codes, long position) {
        this.codes = codes;
        this.position = position;
    }

    /** Where the record starts. */
    long position() {
        return position;
    }

    Items items() {
        return items;
    }

    void batch(BatchHeader header) {
        add(IndexKeys.batch(header.gateway(), header.number()), 0, int64(position));
    }

    void pack(PackFacts facts) {
        PackEntry entry = facts.entry();
        PackPlace place = new PackPlace(entry, position, facts.number(), facts.place());
        add(IndexKeys.pack(entry.device(), entry.sequence()), facts.number(), place.value());
        PackFacts.Content content = facts.content();
        if (content != null) {
            Scratch out = Sealing.ofThread().plain.reset().putVarint(content.last() - content.first());
            codes.writeKnown(out, content.codes());
            byte[] value = out.toArray();
            add(IndexKeys.onTimeline(entry, content.first(), false), facts.number(), value);
            add(IndexKeys.onTimeline(entry, content.last(), true), facts.number(), value);
        }
    }

    void document(Document document) {
        add(IndexKeys.document(document.patient(), document.kind(), document.id()), 0, int64(position));
    }

    private void add(byte[] key, int pack, byte[] value) {
        items.add(
                key,
                ByteBuffer.allocate(PLACE + value.length)
                        .putLong(position)
                        .putInt(pack)
                        .put(value)
                        .array());
    }

    private static byte[] int64(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /** What is wrong if the index does not have what a record says with {@code fact}. */
    static IndexDifference difference(IndexKind kind, byte[] fact) {
        ByteBuffer in = ByteBuffer.wrap(fact);
        return new IndexDifference(in.getLong(), kind.difference(in.getInt()));
    }

    /** Whether {@code value} is what a record says with {@code fact}. */
    static boolean agrees(IndexKind kind, byte[] fact, byte[] value, CodeNumbers codes) {
        if (Arrays.equals(fact, PLACE, fact.length, value, 0, value.length)) {
            return true;
        }
        return switch (kind) {
            case BATCH, PACK -> false;
            case DOCUMENT ->
                value.length == Long.BYTES
                        && ByteBuffer.wrap(value).getLong()
                                >= ByteBuffer.wrap(fact).getLong();
            case BY_FIRST, BY_LAST -> sameTimes(ByteBuffer.wrap(fact, PLACE, fact.length - PLACE), value, codes);
        };
    }

    /** The codes of a pack stand in any order. */
    private static boolean sameTimes(ByteBuffer fact, byte[] value, CodeNumbers codes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(value);
            return Scratch.varint(in) == Scratch.varint(fact)
                    && new HashSet<>(codes.read(in)).equals(new HashSet<>(codes.read(fact)));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ArithmeticException _) {
            return false;
        }
    }
}
