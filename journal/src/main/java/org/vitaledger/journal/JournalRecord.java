package org.vitaledger.journal;

/**
 * A record read back.
 *
 * @param position where it starts
 * @param payload the bytes that were appended; the receiver owns them
 */
public record JournalRecord(long position, byte[] payload) {
    /** The position after the record; reading from there continues with the next one. */
    public long end() {
        return position + Frame.HEADER + payload.length;
    }
}
