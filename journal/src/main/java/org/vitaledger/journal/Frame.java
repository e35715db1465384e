package org.vitaledger.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The header of a record in a segment, 16 bytes, big-endian: length of the record (or {@link #CLOSE}), distance from the
 * start of its group, CRC-32C of the record, CRC-32C over journal id, position and these three.
 */
record Frame(long position, int length, long groupStart, int payloadCrc) {
    /** Bytes in a frame header. */
    static final int HEADER = 16;

    /** No record is longer. */
    static final int MAX_RECORD = 64 << 20;

    /** Stands for the length in the marker of a clean close. */
    static final int CLOSE = -1;

    boolean isClose() {
        return length == CLOSE;
    }

    /** The position after the record. */
    long end() {
        return position + HEADER + Math.max(length, 0);
    }

    /** The 16 bytes of this header in the journal {@code journalId}. */
    void write(long journalId, ByteBuffer to) {
        int back = (int) (position - groupStart);
        to.putInt(length);
        to.putInt(back);
        to.putInt(payloadCrc);
        to.putInt(headerCrc(journalId, position, length, back, payloadCrc));
    }

    /** Whether the 16 bytes at {@code offset} are a valid header at {@code position}. */
    static boolean validAt(byte[] from, int offset, long journalId, long position) {
        int length = int32(from, offset);
        if (length != CLOSE && (length < 1 || length > MAX_RECORD)) {
            return false;
        }
        int back = int32(from, offset + 4);
        return back >= 0
                && back <= position
                && headerCrc(journalId, position, length, back, int32(from, offset + 8)) == int32(from, offset + 12);
    }

    /** The header in the 16 bytes at {@code offset}, which must be {@link #validAt valid} at {@code position}. */
    static Frame read(byte[] from, int offset, long position) {
        int length = int32(from, offset);
        return new Frame(position, length, position - int32(from, offset + 4), int32(from, offset + 8));
    }

    /** CRC-32C as frames use it. */
    static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    static int int32(byte[] from, int offset) {
        return from[offset] << 24
                | (from[offset + 1] & 0xff) << 16
                | (from[offset + 2] & 0xff) << 8
                | (from[offset + 3] & 0xff);
    }

    private static int headerCrc(long journalId, long position, int length, int back, int payloadCrc) {
        byte[] bytes = new byte[28];
        ByteBuffer.wrap(bytes)
                .putLong(journalId)
                .putLong(position)
                .putInt(length)
                .putInt(back)
                .putInt(payloadCrc);
        return crc(bytes, 0, bytes.length);
    }
}
