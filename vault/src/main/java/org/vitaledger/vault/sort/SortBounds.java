package org.vitaledger.vault.sort;

/**
 * What sorting may take.
 *
 * @param bufferBytes the largest buffer; one is filled while others are sorted and written
 * @param buffers how many there are, at least 2
 * @param readBytes for all walks together
 * @param walks how many walks there are at a time
 * @param maxRuns the most files at a time; when there are more, some are merged into one
 */
public record SortBounds(int bufferBytes, int buffers, int readBytes, int walks, int maxRuns) {
    private static final int MIB = 1 << 20;
    private static final int BUFFERS = 96 * MIB;
    private static final int READ = 32 * MIB;
    private static final int MAX_RUNS = 256;
    private static final int LEAST_READ = 16 << 10;

    public SortBounds {
        if (bufferBytes > Items.MAX_SORTED || buffers < 2 || maxRuns < 2) {
            throw new IllegalArgumentException("no sort works within these bounds");
        }
    }

    /** About 130 MiB for any number of threads that one would use. */
    public static SortBounds of(int threads) {
        return new SortBounds(BUFFERS / (threads + 1), threads + 1, READ, threads, MAX_RUNS);
    }

    /** What a walk may take for each of {@code runs} files. */
    int perRun(int runs) {
        return Math.clamp(readBytes / (walks * (long) Math.max(runs, 1)), LEAST_READ, MIB);
    }
}
