/**
 * The ledger of one member: a journal of blocks and a journal of signed checkpoints in one folder.
 *
 * <p>Commands enter from any thread; blocks, receipts and checkpoints leave. Always true: a block is durable before its
 * checkpoint is signed, and a checkpoint before anybody outside sees it or a receipt of its block; opening replays every
 * block under the contracts and compares outcomes, state roots and the last signed checkpoint before anything is written
 * (INV-005, INV-006). Tiles and proofs are made from the blocks, so there is nothing else on the disk that could differ.
 */
@NullMarked
package org.vitaledger.ledger.solo;

import org.jspecify.annotations.NullMarked;
