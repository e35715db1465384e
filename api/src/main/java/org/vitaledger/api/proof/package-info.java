/**
 * Proof files and the public log. Ids enter; C2SP tlog-proof files, checkpoints and tiles leave, made from the ledger's
 * log, the vault's commitments and the audit trees. Always: a proof of a reading or an access is given only to those who
 * may read it; the log itself is public and identifies nobody (INV-009).
 */
@NullMarked
package org.vitaledger.api.proof;

import org.jspecify.annotations.NullMarked;
