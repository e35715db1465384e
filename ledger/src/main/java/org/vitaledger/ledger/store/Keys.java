package org.vitaledger.ledger.store;

import java.nio.ByteBuffer;

/** The keys of the store beside those of {@link StoredMap}: a byte for the kind, then big-endian numbers. */
final class Keys {
    private static final byte MARK = 'm';
    private static final byte BLOCK = 'b';
    private static final byte FIRST = 'f';
    private static final byte HASH = 'h';

    private Keys() {}

    static byte[] mark() {
        return new byte[] {MARK};
    }

    static byte[] block(long height) {
        return number(BLOCK, height);
    }

    /** Of the block whose first entry has that index. */
    static byte[] first(long index) {
        return number(FIRST, index);
    }

    static boolean isFirst(byte[] key) {
        return key[0] == FIRST;
    }

    static byte[] hash(int level, long index) {
        return ByteBuffer.allocate(2 + Long.BYTES)
                .put(HASH)
                .put((byte) level)
                .putLong(index)
                .array();
    }

    private static byte[] number(byte kind, long number) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(kind).putLong(number).array();
    }
}
