package org.vitaledger.vault.sort;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Walks over sorted items, those with the same key in the order of their values. For one thread. */
public final class SortedWalk {
    /** All that have an item, but for {@link #here}. */
    private final PriorityQueue<RunReader> others = new PriorityQueue<>(SortedWalk::compare);

    private final byte[] end;
    private @Nullable RunReader here;

    /** @param end the first key that is not wanted; empty if all are */
    SortedWalk(List<Run> runs, byte[] from, byte[] end, int bufferBytes) {
        this.end = end;
        for (Run run : runs) {
            RunReader reader = new RunReader(run, from, bufferBytes);
            if (reader.present()) {
                others.add(reader);
            }
        }
        here = others.poll();
    }

    private static int compare(RunReader a, RunReader b) {
        return Items.compare(a.buffer(), a.offset(), b.buffer(), b.offset());
    }

    /** Whether there is an item here. */
    public boolean valid() {
        return here != null && (end.length == 0 || compareKey(here, end) < 0);
    }

    /** Goes on; only where there is an item. */
    public void next() {
        RunReader reader = first();
        reader.advance();
        if (!reader.present()) {
            here = others.poll();
        } else if (!others.isEmpty() && compare(reader, others.element()) > 0) {
            // Most often it is not so: what was added together belongs together.
            others.add(reader);
            here = others.poll();
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
        if (here == null) {
            throw new NoSuchElementException();
        }
        return here;
    }
}
