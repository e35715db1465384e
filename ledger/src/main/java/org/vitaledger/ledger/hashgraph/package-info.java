/**
 * The ledger of a consortium: every member runs a consensus engine, applies the ordered commands to its own copy of the log
 * ({@link org.vitaledger.ledger.log.BlockLog}), cosigns the checkpoints and collects the others' cosignatures.
 *
 * <p>Commands enter at any member; receipts, snapshots and followers' blocks leave once they are <em>final</em>: in a
 * checkpoint that more than two thirds of the members cosigned. Always true: a block is durable before the engine's state
 * says so; a member signs one root for a size (INV-006); logs of equal size are equal (INV-005). A member that lacks blocks
 * fetches them from any other, checked against what the members signed.
 */
@NullMarked
package org.vitaledger.ledger.hashgraph;

import org.jspecify.annotations.NullMarked;
