package org.vitaledger.ledger.store;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.vitaledger.core.statemap.StateMap;

/**
 * After which block the state was written down.
 *
 * @param journal the id of the journal that the block stands in
 * @param height the block's number
 * @param time its time, whole milliseconds
 * @param size the entries in the log up to it
 */
public record StoreMark(long journal, long height, Instant time, long size) {
    private static final byte VERSION = 1;
    private static final int FIXED = 1 + 5 * Long.BYTES;

    /** This mark with the map of its state, as it stands in the store. */
    byte[] encode(StateMap map) {
        byte[] top = map.top();
        return ByteBuffer.allocate(FIXED + top.length)
                .put(VERSION)
                .putLong(journal)
                .putLong(height)
                .putLong(time.toEpochMilli())
                .putLong(size)
                .putLong(map.size())
                .put(top)
                .array();
    }

    /**
     * A mark as it stands in the store.
     *
     * @param mark after which block
     * @param records how many records the state has
     * @param top the top of its map
     */
    record Stored(StoreMark mark, int records, byte[] top) {
        /** @throws IllegalArgumentException if it is of another version */
        static Stored read(byte[] encoded) {
            ByteBuffer in = ByteBuffer.wrap(encoded);
            if (in.remaining() <= FIXED || in.get() != VERSION) {
                throw new IllegalArgumentException("a mark of another version");
            }
            StoreMark mark =
                    new StoreMark(in.getLong(), in.getLong(), Instant.ofEpochMilli(in.getLong()), in.getLong());
            int records = Math.toIntExact(in.getLong());
            byte[] top = new byte[in.remaining()];
            in.get(top);
            return new Stored(mark, records, top);
        }
    }
}
