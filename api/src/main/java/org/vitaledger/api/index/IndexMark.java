package org.vitaledger.api.index;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.store.KeyValues;

/**
 * Up to which block an index goes.
 *
 * @param height the block
 * @param size the entries in the log up to it
 * @param last the SHA-256 of the last of them, by which the log is known again
 */
record IndexMark(long height, long size, Hash last) {
    private static final byte VERSION = 1;
    private static final int SIZE = 1 + 2 * Long.BYTES + Hash.SIZE;

    byte[] encode() {
        return ByteBuffer.allocate(SIZE)
                .put(VERSION)
                .putLong(height)
                .putLong(size)
                .put(last.toArray())
                .array();
    }

    /** The mark of an index; empty if there is none of this version. */
    static Optional<IndexMark> of(KeyValues values) {
        byte[] encoded = values.get(IndexKeys.MARK);
        if (encoded == null || encoded.length != SIZE || encoded[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(encoded, 1, SIZE - 1);
        return Optional.of(new IndexMark(in.getLong(), in.getLong(), Hash.of(encoded, SIZE - Hash.SIZE)));
    }

    /** Whether the index is one of that ledger's log. */
    boolean isOf(Ledger ledger) {
        return size <= ledger.snapshot().size()
                && Hash.sha256(ledger.log().entry(size - 1)).equals(last);
    }
}
