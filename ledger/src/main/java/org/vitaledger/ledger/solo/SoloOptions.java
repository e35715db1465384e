package org.vitaledger.ledger.solo;

import java.time.InstantSource;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.ledger.log.BlockLog;

/**
 * What a ledger of one member is opened with.
 *
 * @param clock the time of blocks
 * @param queueCommands how many commands may wait for a block before {@code submit} blocks
 * @param blockCommands the most commands in a block
 * @param blockBytes the size at which a block is closed, in bytes of its commands
 * @param journals how the log is kept
 */
public record SoloOptions(
        InstantSource clock, int queueCommands, int blockCommands, int blockBytes, BlockLog.Journals journals) {
    private static final int MIB = 1 << 20;

    public SoloOptions {
        if (queueCommands < 1 || blockCommands < 1 || blockBytes < 1) {
            throw new IllegalArgumentException("a block holds at least one command, and one may wait");
        }
        if (blockBytes > journals.entries().maxRecordBytes() / 2) {
            throw new IllegalArgumentException("a block must fit a record of the journal");
        }
    }

    /** 16,384 commands waiting, 4,096 commands or 4 MiB a block, the journals' defaults. */
    public static SoloOptions defaults(InstantSource clock) {
        return new SoloOptions(
                clock,
                16_384,
                4_096,
                4 * MIB,
                BlockLog.Journals.of(
                        JournalOptions.defaults(), JournalOptions.defaults().withSegmentBytes(MIB)));
    }

    /** These options with other journals. */
    public SoloOptions withJournals(JournalOptions ofEntries, JournalOptions ofCheckpoints) {
        BlockLog.Journals both = new BlockLog.Journals(ofEntries, ofCheckpoints, journals.stateEvery());
        return new SoloOptions(clock, queueCommands, blockCommands, blockBytes, both);
    }

    /** These options with the state written down after so many entries. */
    public SoloOptions withStateEvery(long someEntries) {
        BlockLog.Journals other = new BlockLog.Journals(journals.entries(), journals.checkpoints(), someEntries);
        return new SoloOptions(clock, queueCommands, blockCommands, blockBytes, other);
    }

    /** These options with other bounds on what waits and on blocks. */
    public SoloOptions withBounds(int inQueue, int inBlock) {
        return new SoloOptions(clock, inQueue, inBlock, blockBytes, journals);
    }
}
