package org.vitaledger.ledger.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;

/**
 * A block as it stands in the journal: version, height, index of the first entry, then each entry behind its length as 16
 * bits, big-endian throughout.
 *
 * @param height from 1
 * @param firstIndex the index of its first entry in the log
 * @param entries at least one
 */
record BlockRecord(long height, long firstIndex, List<Bytes> entries) {
    private static final byte VERSION = 1;
    private static final int HEADER = 1 + 2 * Long.BYTES;

    BlockRecord {
        entries = List.copyOf(entries);
    }

    /** The index after its last entry. */
    long end() {
        return firstIndex + entries.size();
    }

    byte[] encode() {
        int length = HEADER;
        for (Bytes entry : entries) {
            length += Short.BYTES + entry.size();
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        out.put(VERSION).putLong(height).putLong(firstIndex);
        for (Bytes entry : entries) {
            entry.put(out.putShort((short) entry.size()));
        }
        return out.array();
    }

    /** Empty if {@code record} is not what {@link #encode} writes. */
    static Optional<BlockRecord> parse(byte[] record) {
        if (record.length <= HEADER || record[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(record, 1, record.length - 1);
        long height = in.getLong();
        long firstIndex = in.getLong();
        List<Bytes> entries = new ArrayList<>();
        while (in.remaining() >= Short.BYTES) {
            int length = Short.toUnsignedInt(in.getShort());
            if (length > in.remaining()) {
                return Optional.empty();
            }
            entries.add(Bytes.of(record, in.position(), length));
            in.position(in.position() + length);
        }
        return in.hasRemaining() || height < 1 || firstIndex < 0
                ? Optional.empty()
                : Optional.of(new BlockRecord(height, firstIndex, entries));
    }
}
