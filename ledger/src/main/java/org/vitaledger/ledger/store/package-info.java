/**
 * What a member knows of its log besides the log itself, on disk: the state after one of the last blocks, where each block
 * stands, and the hashes of the tree above its leaves.
 *
 * <p>Enters: a state, and what was added since the last. Leaves: the same after a restart, without reading the log again.
 * Always true: what is here can be made again from the log, and is thrown away where it does not fit it (INV-005).
 */
@NullMarked
package org.vitaledger.ledger.store;

import org.jspecify.annotations.NullMarked;
