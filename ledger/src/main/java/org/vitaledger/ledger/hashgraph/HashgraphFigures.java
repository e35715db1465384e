package org.vitaledger.ledger.hashgraph;

import org.vitaledger.ledger.hashgraph.engine.EngineStatus;

/**
 * What a member's ledger measures about itself.
 *
 * @param height blocks written
 * @param size entries written
 * @param finalSize entries that are final
 * @param status what the engine is doing
 * @param round the last round of consensus
 * @param waiting commands of ours without a receipt
 * @param rubbish transactions and commands of any member that nobody could read
 */
public record HashgraphFigures(
        long height, long size, long finalSize, EngineStatus status, long round, int waiting, long rubbish) {}
