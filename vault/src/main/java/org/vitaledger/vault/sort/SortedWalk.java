package org.vitaledger.vault.sort;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/** Walks over sorted items, those with the same key in the order of their values. For one thread. */
public final class SortedWalk {
    private final PriorityQueue<RunReader> readers =
            new PriorityQueue<>((a, b) -> Items.compare(a.buffer(), a.offset(), b.buffer(), b.offset()));
    private final byte[] end;

    /** @param end the first key that is not wanted; empty if all are */
    SortedWalk(List<Run> runs, byte[] from, byte[] end, int bufferBytes) {
        this.end = end;
        for (Run run : runs) {
            RunReader reader = new RunReader(run, from, bufferBytes);
            if (reader.present()) {
                readers.add(reader);
            }
        }
    }

    /** Whether there is an item here. */
    public boolean valid() {
        RunReader first = readers.peek();
        return first != null && (end.length == 0 || compareKey(first, end) < 0);
    }

    /** Goes on; only where there is an item. */
    public void next() {
        RunReader first = readers.remove();
        first.advance();
        if (first.present()) {
            readers.add(first);
        }
    }

    /** The key here. */
    public byte[] key() {
        RunReader first = first();
        return Arrays.copyOfRange(first.buffer(), first.keyStart(), first.keyEnd());
    }

    /** The value here. */
    public byte[] value() {
        RunReader first = first();
        return Arrays.copyOfRange(first.buffer(), first.keyEnd(), first.valueEnd());
    }

    /** Compares the key here with {@code other}. */
    public int compareKey(byte[] other) {
        return compareKey(first(), other);
    }

    private static int compareKey(RunReader reader, byte[] other) {
        return Arrays.compareUnsigned(reader.buffer(), reader.keyStart(), reader.keyEnd(), other, 0, other.length);
    }

    void writeTo(Run run) {
        RunReader first = first();
        run.write(first.buffer(), first.offset(), first.length());
    }

    private RunReader first() {
        return readers.element();
    }
}
