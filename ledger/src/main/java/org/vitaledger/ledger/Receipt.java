package org.vitaledger.ledger;

import org.vitaledger.core.contract.Outcome;

/**
 * What became of a submitted command.
 *
 * @param index the index of its entry in the log
 * @param height the block of its entry
 * @param outcome what the contracts said
 */
public record Receipt(long index, long height, Outcome outcome) {}
