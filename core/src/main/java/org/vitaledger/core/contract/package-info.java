/**
 * The contracts: a deterministic state machine over the ledger's commands. Commands enter in consensus order, each
 * leaves an {@link org.vitaledger.core.contract.Outcome}, and equal histories give equal states with equal roots on
 * every replica (INV-005). No clock but consensus time, no I/O, no randomness, no floating point, no hash order.
 *
 * <p>The rules have versions, and who is a member is decided by votes (ADR 0011). A block is made by the version that holds
 * at its height.
 *
 * <p>Every command may be submitted again: a repetition is accepted and changes nothing.
 */
@NullMarked
package org.vitaledger.core.contract;

import org.jspecify.annotations.NullMarked;
