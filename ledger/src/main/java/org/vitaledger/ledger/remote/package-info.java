/**
 * Logs of others, over HTTP. An address enters; checkpoints, tiles and entries leave, unchecked: whoever asks verifies
 * them. Always true: an answer is read within a bound of bytes and of time, and redirects are not followed.
 */
@NullMarked
package org.vitaledger.ledger.remote;

import org.jspecify.annotations.NullMarked;
