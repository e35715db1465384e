package org.vitaledger.ledger.store;

import java.nio.ByteBuffer;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.statemap.NodePath;

/** The keys of the store: a byte for the kind, then big-endian numbers, hashes or paths. */
final class Keys {
    private static final byte MARK = 'm';
    private static final byte INNER = 'n';
    private static final byte ENTRY = 'e';
    private static final byte BLOCK = 'b';
    private static final byte FIRST = 'f';
    private static final byte HASH = 'h';

    private Keys() {}

    static byte[] mark() {
        return new byte[] {MARK};
    }

    static byte[] inner(NodePath path) {
        byte[] encoded = path.toArray();
        return ByteBuffer.allocate(1 + encoded.length).put(INNER).put(encoded).array();
    }

    static byte[] entry(Hash keyHash) {
        return ByteBuffer.allocate(1 + Hash.SIZE)
                .put(ENTRY)
                .put(keyHash.toArray())
                .array();
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
