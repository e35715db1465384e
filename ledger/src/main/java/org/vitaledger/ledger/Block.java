package org.vitaledger.ledger;

import java.time.Instant;
import java.util.List;
import org.vitaledger.core.contract.Entry;

/**
 * A block as followers see it.
 *
 * @param height its number, from 1
 * @param time its consensus time
 * @param firstIndex the index of its first entry in the log
 * @param entries its commands with their outcomes, without the closing entry
 */
public record Block(long height, Instant time, long firstIndex, List<Entry.Ordered> entries) {
    public Block {
        entries = List.copyOf(entries);
    }
}
