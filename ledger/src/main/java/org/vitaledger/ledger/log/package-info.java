/**
 * One member's copy of the log: a journal of blocks and a journal of the checkpoints that the member signed, in one folder.
 *
 * <p>Commands or whole blocks enter {@link org.vitaledger.ledger.log.BlockLog}; entries, proofs, tiles, followers' blocks and
 * signed checkpoints leave. Always true: a block is durable before its checkpoint is signed, and a checkpoint before anybody
 * else sees it; opening replays every block under the contracts and compares outcomes, state roots and the last signed
 * checkpoint before anything is written (INV-005, INV-006). Tiles and proofs are made from the blocks, so there is nothing
 * else on the disk that could differ. {@link org.vitaledger.ledger.log.LogFsck} checks the files of a stopped log.
 */
@NullMarked
package org.vitaledger.ledger.log;

import org.jspecify.annotations.NullMarked;
