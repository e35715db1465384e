package org.vitaledger.ledger.solo;

import java.time.Duration;

/**
 * What a ledger of one member measures about itself.
 *
 * @param height blocks in the log
 * @param size entries in the log
 * @param waiting commands that wait for a block
 * @param blocks blocks written since it was opened
 * @param commands commands in them
 * @param lastBlock how long the last of them took, from its first command taken to its receipts
 * @param longestBlock the longest of these durations
 * @param allBlocks their sum
 */
public record SoloFigures(
        long height,
        long size,
        int waiting,
        long blocks,
        long commands,
        Duration lastBlock,
        Duration longestBlock,
        Duration allBlocks) {
    static final SoloFigures NONE = new SoloFigures(0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    SoloFigures withBlock(int itsCommands, Duration took) {
        Duration longest = took.compareTo(longestBlock) > 0 ? took : longestBlock;
        return new SoloFigures(
                height, size, waiting, blocks + 1, commands + itsCommands, took, longest, allBlocks.plus(took));
    }

    SoloFigures at(long newHeight, long newSize, int nowWaiting) {
        return new SoloFigures(newHeight, newSize, nowWaiting, blocks, commands, lastBlock, longestBlock, allBlocks);
    }
}
