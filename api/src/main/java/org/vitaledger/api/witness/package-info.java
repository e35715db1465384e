/**
 * The witness on the network. Requests of logs enter; what {@link org.vitaledger.ledger.witness.Witness} answers leaves.
 * Always true: a request is bounded in size and time before the witness sees it.
 */
@NullMarked
package org.vitaledger.api.witness;

import org.jspecify.annotations.NullMarked;
