package org.vitaledger.edge.admit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.Sequences;

/**
 * The sequence numbers of one device that were used, and the last packs: their numbers and the first 16 bytes of their
 * hashes, in the order of their admission. For one thread at a time.
 */
final class SequenceWindow {
    /**
     * The most gaps that are kept open. The ledger keeps more, so that what was admitted here into a gap is never refused
     * there, in whatever order a batch names it.
     */
    private static final int MAX_GAPS = Sequences.MAX_GAPS / 4;

    private static final int INITIAL = 8;

    private final int capacity;
    private long[] sequences;
    private long[] high;
    private long[] low;
    private int next;
    private int size;
    private Sequences used = Sequences.NONE;

    /** What a sequence number means to a window. */
    enum Finding {
        /** Higher than all before, or in a gap. */
        NEW,
        /** The same bytes were admitted before. */
        REPEATED,
        /** Used before by other bytes. */
        REPLAYED,
        /** Used before by bytes no longer known, or passed over too long ago. */
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
        if (used.isOpen(sequence)) {
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
        return used.highest();
    }

    /** What was used elsewhere, too, is not new. */
    void meet(Sequences elsewhere) {
        used = used.or(elsewhere, MAX_GAPS);
    }

    /** Takes over a pack of an earlier run, which may come more than once. */
    void restore(Remembered pack) {
        for (int i = 0; i < size; i++) {
            if (sequences[i] == pack.sequence()) {
                return;
            }
        }
        remember(pack);
    }

    void remember(long sequence, Hash hash) {
        ByteBuffer bytes = ByteBuffer.wrap(hash.toArray());
        remember(new Remembered(sequence, bytes.getLong(), bytes.getLong()));
    }

    private void remember(Remembered pack) {
        if (size == sequences.length && size < capacity) {
            grow();
        }
        sequences[next] = pack.sequence();
        high[next] = pack.high();
        low[next] = pack.low();
        next = (next + 1) % sequences.length;
        size = Math.min(size + 1, sequences.length);
        used = used.with(pack.sequence(), pack.sequence(), MAX_GAPS).orElse(used);
    }

    /** As if the pack with that number had not been remembered: it is open again. */
    void forget(long sequence) {
        List<Remembered> kept = remembered();
        kept.removeIf(pack -> pack.sequence() == sequence);
        next = 0;
        size = 0;
        used = used.without(sequence);
        kept.forEach(this::remember);
    }

    /** The remembered packs, oldest first. */
    List<Remembered> remembered() {
        List<Remembered> found = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int at = Math.floorMod(next - size + i, sequences.length);
            found.add(new Remembered(sequences[at], high[at], low[at]));
        }
        return found;
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
