package org.vitaledger.ledger.log;

import java.util.Arrays;

/** Where each block stands in the journal and which entries it has; 16 bytes a block. Safe for any thread. */
final class BlockIndex {
    private long[] positions = new long[1024];
    private long[] firsts = new long[1024];
    private int blocks;

    /** Adds the next block. */
    synchronized void add(long position, long firstIndex) {
        if (blocks == positions.length) {
            int capacity = Math.addExact(blocks, Math.max(blocks / 2, 1));
            positions = Arrays.copyOf(positions, capacity);
            firsts = Arrays.copyOf(firsts, capacity);
        }
        positions[blocks] = position;
        firsts[blocks] = firstIndex;
        blocks++;
    }

    /** The journal's position of the block at {@code height}, which must have been added. */
    synchronized long position(long height) {
        return positions[Math.toIntExact(height - 1)];
    }

    /** The height of the block that holds the entry at {@code index}, which must be before the end of the last block. */
    synchronized long holding(long index) {
        int found = Arrays.binarySearch(firsts, 0, blocks, index);
        return found >= 0 ? found + 1L : -found - 1L;
    }
}
