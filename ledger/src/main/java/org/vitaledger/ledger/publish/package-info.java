/**
 * Checkpoints made known outside of the consortium, so that its members together can't take them back. Checkpoints of the
 * own log enter; cosignatures of witnesses and time stamps come back and are kept and served. Always true: what is kept
 * was verified, and a publisher that fails holds up neither the ledger nor another publisher.
 */
@NullMarked
package org.vitaledger.ledger.publish;

import org.jspecify.annotations.NullMarked;
