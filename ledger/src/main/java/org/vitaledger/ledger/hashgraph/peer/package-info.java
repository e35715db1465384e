/**
 * How members talk to each other beside the consensus engine: HTTPS with TLS 1.3, where both sides show a certificate that the
 * network configuration pins. Cosignatures come in; cosignatures, the final checkpoint and tlog-tiles go out. What comes in is
 * bounded, and nothing in it is believed because of who sent it: signatures and hashes are checked by who uses it.
 */
@NullMarked
package org.vitaledger.ledger.hashgraph.peer;

import org.jspecify.annotations.NullMarked;
