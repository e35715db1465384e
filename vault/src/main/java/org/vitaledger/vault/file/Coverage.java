package org.vitaledger.vault.file;

import java.nio.ByteBuffer;

/**
 * What an index covers.
 *
 * @param journal the journal's id
 * @param end the position up to which it covers
 * @param destroyed of how many destroyed keys it has forgotten the patient's data
 */
record Coverage(long journal, long end, int destroyed) {
    /** What an index covers that does not say. */
    static final Coverage NONE = new Coverage(0, -1, 0);

    private static final int VERSION = 2;
    private static final int SIZE = 2 * Integer.BYTES + 2 * Long.BYTES;

    byte[] value() {
        return ByteBuffer.allocate(SIZE)
                .putInt(VERSION)
                .putLong(journal)
                .putLong(end)
                .putInt(destroyed)
                .array();
    }

    /** Reads what {@link #value} wrote; {@link #NONE} if an index of another version wrote it. */
    static Coverage read(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        return value.length == SIZE && in.getInt() == VERSION
                ? new Coverage(in.getLong(), in.getLong(), in.getInt())
                : NONE;
    }

    Coverage upTo(long position) {
        return new Coverage(journal, Math.max(end, position), destroyed);
    }

    Coverage withDestroyed(int count) {
        return new Coverage(journal, end, count);
    }
}
