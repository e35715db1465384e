/**
 * Who may deliver what: packs enter as their bytes and the device that the connection was authenticated as; they leave
 * as verified and normalised readings of one patient, as a retransmission of what was admitted before, or as a
 * refusal.
 *
 * <p>Always true: nothing unsigned changes any state; a sequence number is admitted once (INV-002); the registry is the
 * ledger's state after its last block, so that a revocation holds from its commit on (INV-007); a gap in the sequence
 * numbers is reported with the pack behind it (INV-012).
 */
@NullMarked
package org.vitaledger.edge.admit;

import org.jspecify.annotations.NullMarked;
