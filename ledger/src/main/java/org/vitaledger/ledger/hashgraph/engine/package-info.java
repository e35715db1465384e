/**
 * The consensus engine (Hiero's platform), and the only place that knows its types. Payloads of our own nodes enter;
 * ordered payloads with the node that the engine authenticated leave, round by round, to an {@link
 * org.vitaledger.ledger.hashgraph.engine.Application}. The engine's own state carries the {@link
 * org.vitaledger.ledger.hashgraph.engine.Position} of our log and nothing else of ours, so that the nodes' signatures over it
 * show which of them differs. One engine per process: it keeps static state, and stops the process when it gives up.
 */
@NullMarked
package org.vitaledger.ledger.hashgraph.engine;

import org.jspecify.annotations.NullMarked;
