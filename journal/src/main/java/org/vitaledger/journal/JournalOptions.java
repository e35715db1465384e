package org.vitaledger.journal;

import java.time.Duration;

/**
 * What a journal is opened with.
 *
 * @param segmentBytes size at which a new segment file is started
 * @param maxRecordBytes the longest record accepted
 * @param queueRecords records that may wait for their force before {@code append} blocks
 * @param queueBytes bytes that may wait for their force before {@code append} blocks
 * @param disk how the disk is reached
 * @param retry how long after a failed write the next try waits
 * @param afterBatch runs on the writer thread after the completions of each forced group, so that acknowledgements can be
 *     flushed once per group; must not block
 */
public record JournalOptions(
        long segmentBytes,
        int maxRecordBytes,
        int queueRecords,
        long queueBytes,
        Disk disk,
        Duration retry,
        Runnable afterBatch) {
    private static final int MIB = 1 << 20;
    private static final Duration RETRY = Duration.ofSeconds(1);

    public JournalOptions {
        if (segmentBytes < 1 || segmentBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("segmentBytes must be positive and fit 31 bits");
        }
        if (maxRecordBytes < 1 || maxRecordBytes > Frame.MAX_RECORD) {
            throw new IllegalArgumentException("maxRecordBytes must be positive and at most " + Frame.MAX_RECORD);
        }
        if (queueRecords < 1 || queueBytes < 1) {
            throw new IllegalArgumentException("the queue must hold something");
        }
    }

    /** Segments of 64 MiB, records up to 32 MiB, 65,536 records or 64 MiB waiting, the real disk. */
    public static JournalOptions defaults() {
        return new JournalOptions(64L * MIB, 32 * MIB, 65_536, 64L * MIB, Disk.DIRECT, RETRY, () -> {});
    }

    /** These options with another segment size. */
    public JournalOptions withSegmentBytes(long bytes) {
        return new JournalOptions(bytes, maxRecordBytes, queueRecords, queueBytes, disk, retry, afterBatch);
    }

    /** These options with another bound on what may wait. */
    public JournalOptions withQueue(int records, long bytes) {
        return new JournalOptions(segmentBytes, maxRecordBytes, records, bytes, disk, retry, afterBatch);
    }

    /** These options with another disk. */
    public JournalOptions withDisk(Disk other) {
        return new JournalOptions(segmentBytes, maxRecordBytes, queueRecords, queueBytes, other, retry, afterBatch);
    }

    /** These options with another time between a failed write and the next try. */
    public JournalOptions withRetry(Duration time) {
        return new JournalOptions(segmentBytes, maxRecordBytes, queueRecords, queueBytes, disk, time, afterBatch);
    }

    /** These options with another action after each forced group. */
    public JournalOptions withAfterBatch(Runnable action) {
        return new JournalOptions(segmentBytes, maxRecordBytes, queueRecords, queueBytes, disk, retry, action);
    }
}
