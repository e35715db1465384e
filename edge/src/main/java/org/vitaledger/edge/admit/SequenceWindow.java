package org.vitaledger.edge.admit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitaledger.core.bytes.Hash;

/**
 * The last packs of one device: their sequence numbers and the first 16 bytes of their hashes. For one thread at a time.
 */
final class SequenceWindow {
    private static final int INITIAL = 8;

    private final int capacity;
    private long[] sequences;
    private long[] high;
    private long[] low;
    private int next;
    private int size;
    private long last;

    /** What a sequence number means to a window. */
    enum Finding {
        /** Higher than all before. */
        NEW,
        /** The same bytes were admitted before. */
        REPEATED,
        /** Used before by other bytes. */
        REPLAYED,
        /** Not higher than all before, and not remembered: passed over, or used by bytes no longer known. */
        FORGOTTEN
    }

    /** A remembered pack: its number and the 16 bytes of its hash. */
    record Remembered(long sequence, long high, long low) {}

    SequenceWindow(int capacity) {
        this.capacity = capacity;
        int initial = Math.min(INITIAL, capacity);
        sequences = new long[initial];
        high = new long[initial];
        low = new long[initial];
    }

    Finding find(long sequence, Hash hash) {
        if (sequence > last) {
            return Finding.NEW;
        }
        ByteBuffer bytes = ByteBuffer.wrap(hash.toArray());
        long hashHigh = bytes.getLong();
        long hashLow = bytes.getLong();
        for (int i = 0; i < size; i++) {
            if (sequences[i] == sequence) {
                return high[i] == hashHigh && low[i] == hashLow ? Finding.REPEATED : Finding.REPLAYED;
            }
        }
        return Finding.FORGOTTEN;
    }

    /** The highest sequence number that was admitted, 0 before the first. */
    long last() {
        return last;
    }

    /** No number up to {@code sequence} is new. */
    void atLeast(long sequence) {
        last = Math.max(last, sequence);
    }

    void remember(long sequence, Hash hash) {
        ByteBuffer bytes = ByteBuffer.wrap(hash.toArray());
        remember(new Remembered(sequence, bytes.getLong(), bytes.getLong()));
    }

    /** Remembers a pack with a number above all before; others, which a restart may bring again, are left out. */
    void remember(Remembered pack) {
        if (size > 0 && pack.sequence() <= newest()) {
            return;
        }
        if (size == sequences.length && size < capacity) {
            grow();
        }
        sequences[next] = pack.sequence();
        high[next] = pack.high();
        low[next] = pack.low();
        next = (next + 1) % sequences.length;
        size = Math.min(size + 1, sequences.length);
        atLeast(pack.sequence());
    }

    /** As if the pack with that number had not been remembered. */
    void forget(long sequence) {
        List<Remembered> kept = upTo(Long.MAX_VALUE);
        kept.removeIf(pack -> pack.sequence() == sequence);
        next = 0;
        size = 0;
        last = 0;
        kept.forEach(this::remember);
    }

    /** The remembered packs up to a number, oldest first. */
    List<Remembered> upTo(long sequence) {
        List<Remembered> found = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int at = Math.floorMod(next - size + i, sequences.length);
            if (sequences[at] <= sequence) {
                found.add(new Remembered(sequences[at], high[at], low[at]));
            }
        }
        return found;
    }

    private long newest() {
        return sequences[Math.floorMod(next - 1, sequences.length)];
    }

    /** Only called when full, with the oldest at {@link #next}; afterwards the oldest is at 0. */
    private void grow() {
        int length = Math.min(capacity, 2 * sequences.length);
        sequences = unrolled(sequences, length);
        high = unrolled(high, length);
        low = unrolled(low, length);
        next = size;
    }

    private long[] unrolled(long[] ring, int length) {
        long[] line = Arrays.copyOf(Arrays.copyOfRange(ring, next, ring.length), length);
        System.arraycopy(ring, 0, line, ring.length - next, next);
        return line;
    }
}
