/**
 * The witness of C2SP tlog-witness, and its client. Checkpoints with consistency proofs enter; cosignatures leave. Always
 * true: a witness cosigns only what its policy accepts and what grew from the last that it cosigned for the log, and keeps
 * that durably before it answers; so it never cosigns two histories, also after a crash.
 */
@NullMarked
package org.vitaledger.ledger.witness;

import org.jspecify.annotations.NullMarked;
