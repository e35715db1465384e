package org.vitaledger.journal;

import org.jspecify.annotations.Nullable;

/**
 * A record that waits for its force.
 *
 * @param payload its bytes; empty for the marker of a clean close
 * @param crc their CRC-32C
 * @param completion who is told; none for the marker
 */
record Pending(byte[] payload, int crc, @Nullable Completion completion) {
    static Pending of(byte[] payload, Completion completion) {
        return new Pending(payload, Frame.crc(payload, 0, payload.length), completion);
    }

    static Pending close() {
        return new Pending(new byte[0], 0, null);
    }

    /** The frame of this record at {@code position} in the group that starts at {@code groupStart}. */
    Frame frame(long position, long groupStart) {
        return new Frame(position, completion == null ? Frame.CLOSE : payload.length, groupStart, crc);
    }

    int size() {
        return Frame.HEADER + payload.length;
    }
}
