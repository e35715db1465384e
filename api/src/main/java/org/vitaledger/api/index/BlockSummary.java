package org.vitaledger.api.index;

import java.time.Instant;
import java.util.Map;

/**
 * A block as the console shows it.
 *
 * @param height its number
 * @param time its consensus time
 * @param size the log's size behind it
 * @param commands how many commands of which kind
 * @param refused how many of them were refused
 * @param readings how many readings were anchored
 */
public record BlockSummary(
        long height, Instant time, long size, Map<String, Integer> commands, int refused, long readings) {
    public BlockSummary {
        commands = Map.copyOf(commands);
    }
}
