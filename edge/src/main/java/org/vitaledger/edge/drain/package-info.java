/**
 * From the durable spool to the ledger. Accepted packs enter in the order of their acceptance; each leaves sealed and
 * committed by exactly one anchor, whatever fails or is killed in between (INV-002), and sealed before it is anchored
 * (INV-003). What is committed is released from the spool.
 */
@NullMarked
package org.vitaledger.edge.drain;

import org.jspecify.annotations.NullMarked;
