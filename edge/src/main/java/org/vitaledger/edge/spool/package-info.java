/**
 * The durable spool: admitted packs enter, and are acknowledged once they are forced to the disk (INV-001); they leave,
 * in the order of their acceptance, to the drain. What lies on the disk is encrypted; what the drain has committed is
 * deleted, segment by segment, after the sequence numbers in it were written down. Which packs wait is known in memory
 * ({@link org.vitaledger.edge.spool.WaitingPacks}), so that one that is sent again is acknowledged again.
 */
@NullMarked
package org.vitaledger.edge.spool;

import org.jspecify.annotations.NullMarked;
