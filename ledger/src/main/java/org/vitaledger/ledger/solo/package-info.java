/**
 * The ledger of one member, on {@link org.vitaledger.ledger.log.BlockLog}.
 *
 * <p>Commands enter from any thread; blocks, receipts and checkpoints leave. Always true: a block is durable before its
 * checkpoint is signed, and a checkpoint before anybody outside sees it or a receipt of its block.
 */
@NullMarked
package org.vitaledger.ledger.solo;

import org.jspecify.annotations.NullMarked;
