package org.vitaledger.edge.spool;

import org.vitaledger.journal.Disk;

/**
 * How the spool keeps its packs.
 *
 * @param maxBytes the most that may wait for the drain; beyond, it takes nothing until half of that is gone
 * @param segmentBytes the size of a file
 * @param memoryBytes how much of what waits is also kept in memory, so that the drain need not read it from the disk
 * @param disk how the disk is reached
 */
public record SpoolOptions(long maxBytes, long segmentBytes, long memoryBytes, Disk disk) {
    public SpoolOptions {
        if (maxBytes < segmentBytes || segmentBytes < 1024 || memoryBytes < 0) {
            throw new IllegalArgumentException("a spool holds at least one segment");
        }
    }

    /** Up to 4 GiB in files of 16 MiB, 16 MiB in memory, the real disk. */
    public static SpoolOptions standard() {
        return new SpoolOptions(4L << 30, 16 << 20, 16 << 20, Disk.DIRECT);
    }

    /** These options with another disk. */
    public SpoolOptions withDisk(Disk other) {
        return new SpoolOptions(maxBytes, segmentBytes, memoryBytes, other);
    }
}
