package org.vitaledger.edge.spool;

import java.nio.ByteBuffer;
import org.vitaledger.core.bytes.Hash;

/**
 * Which packs wait in a spool for the drain, by the first 16 bytes of their hashes, so that one that is sent again is known
 * before the vault has it. In memory: 32 bytes a pack and at most 32 MiB, which are 1,048,576 packs. Where more wait the
 * oldest are forgotten, and {@link #isComplete} says so. Safe for any thread.
 */
public final class WaitingPacks {
    private static final int INITIAL = 1 << 10;
    private static final int MOST = 1 << 20;

    private final int most;
    private Table table;
    private long newest;
    private long released;
    private long forgotten;

    /** Knows none. */
    public WaitingPacks() {
        this(MOST);
    }

    /** Remembers at most {@code most}, a power of two. */
    WaitingPacks(int most) {
        this.most = most;
        this.table = new Table(Math.min(INITIAL, most));
    }

    /** A pack is durable up to position {@code end}; a replay may tell it again. */
    synchronized void add(Hash pack, long end) {
        if (end <= newest) {
            return;
        }
        newest = end;
        if (table.isFull()) {
            if (table.capacity() < most) {
                table = table.moved(2 * table.capacity());
            } else {
                forgotten = table.firstEnd();
                table.removeFirst();
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(pack.toArray());
        table.add(bytes.getLong(), bytes.getLong(), end);
    }

    /** What ends at {@code position} or before waits no longer. */
    synchronized void release(long position) {
        released = Math.max(released, position);
        while (table.size > 0 && table.firstEnd() <= released) {
            table.removeFirst();
        }
        if (table.size == 0 && table.capacity() > INITIAL) {
            table = new Table(INITIAL);
        }
    }

    /** Whether the pack with this hash is known to wait. */
    public synchronized boolean holds(Hash pack) {
        ByteBuffer bytes = ByteBuffer.wrap(pack.toArray());
        return table.holds(bytes.getLong(), bytes.getLong());
    }

    /** Whether all that wait are known. */
    public synchronized boolean isComplete() {
        return released >= forgotten;
    }

    /** A ring of packs in the order of their positions, and a hash table of its slots; links are slots plus one. */
    private static final class Table {
        private final long[] high;
        private final long[] low;
        private final long[] ends;
        private final int[] heads;
        private final int[] links;
        private int first;
        private int size;

        Table(int capacity) {
            high = new long[capacity];
            low = new long[capacity];
            ends = new long[capacity];
            heads = new int[capacity];
            links = new int[capacity];
        }

        int capacity() {
            return ends.length;
        }

        boolean isFull() {
            return size == ends.length;
        }

        long firstEnd() {
            return ends[first];
        }

        void add(long hashHigh, long hashLow, long end) {
            int slot = wrap(first + size);
            size++;
            high[slot] = hashHigh;
            low[slot] = hashLow;
            ends[slot] = end;
            int bucket = wrap((int) hashHigh);
            links[slot] = heads[bucket];
            heads[bucket] = slot + 1;
        }

        void removeFirst() {
            int bucket = wrap((int) high[first]);
            int link = heads[bucket];
            if (link == first + 1) {
                heads[bucket] = links[first];
            } else {
                while (links[link - 1] != first + 1) {
                    link = links[link - 1];
                }
                links[link - 1] = links[first];
            }
            first = wrap(first + 1);
            size--;
        }

        boolean holds(long hashHigh, long hashLow) {
            int link = heads[wrap((int) hashHigh)];
            while (link != 0 && (high[link - 1] != hashHigh || low[link - 1] != hashLow)) {
                link = links[link - 1];
            }
            return link != 0;
        }

        Table moved(int capacity) {
            Table other = new Table(capacity);
            for (int i = 0; i < size; i++) {
                int slot = wrap(first + i);
                other.add(high[slot], low[slot], ends[slot]);
            }
            return other;
        }

        private int wrap(int number) {
            return number & (ends.length - 1);
        }
    }
}
