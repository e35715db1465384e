package org.vitaledger.edge.spool;

import java.security.SecureRandom;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.journal.JournalOptions;

/**
 * How a spool is kept.
 *
 * @param key encrypts the records, 32 bytes
 * @param random where each opening's session comes from
 * @param retainBytes how much is kept behind the last commit, so that retransmissions are known again after a restart
 * @param journal how records reach the disk
 */
public record SpoolOptions(Bytes key, SecureRandom random, long retainBytes, JournalOptions journal) {
    private static final int KEY_SIZE = 32;
    private static final long SEGMENT = 16L << 20;

    public SpoolOptions {
        if (key.size() != KEY_SIZE || retainBytes < 0) {
            throw new IllegalArgumentException("a spool has a key of 32 bytes");
        }
    }

    /** 16 MiB behind the last commit, in segments of 16 MiB. */
    public static SpoolOptions of(Bytes key) {
        return new SpoolOptions(
                key, new SecureRandom(), SEGMENT, JournalOptions.defaults().withSegmentBytes(SEGMENT));
    }

    /** These options with another way to the disk. */
    public SpoolOptions withJournal(JournalOptions other) {
        return new SpoolOptions(key, random, retainBytes, other);
    }
}
