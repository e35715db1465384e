package org.vitaledger.node.run;

/**
 * What a node has done.
 *
 * @param readingsAnchored readings that anchors have committed since the start of this process
 * @param alerts alerts raised since the start of this process
 * @param blocks the height of the ledger
 * @param logEntries the size of the log
 */
public record NodeStats(long readingsAnchored, long alerts, long blocks, long logEntries) {}
