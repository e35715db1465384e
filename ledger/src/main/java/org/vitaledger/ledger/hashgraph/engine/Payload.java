package org.vitaledger.ledger.hashgraph.engine;

import org.vitaledger.core.bytes.Bytes;

/**
 * What a node handed to the engine.
 *
 * @param node the node, authenticated by the engine
 * @param content its bytes
 */
public record Payload(long node, Bytes content) {}
