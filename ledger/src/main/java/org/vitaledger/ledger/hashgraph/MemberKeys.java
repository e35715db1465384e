package org.vitaledger.ledger.hashgraph;

import org.vitaledger.ledger.LedgerKeys;

/**
 * The secrets that belong to one card of a member.
 *
 * @param ledger signs and cosigns checkpoints; the log's key is the same at every member, and proves nothing alone
 * @param gossip signs the events of the consensus engine
 * @param tls authenticates the member to the others
 */
record MemberKeys(LedgerKeys ledger, CertifiedKey gossip, CertifiedKey tls) {}
