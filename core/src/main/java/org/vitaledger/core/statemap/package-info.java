/**
 * The authenticated state: an immutable map from byte strings to byte strings with one root hash.
 *
 * <p>Enters: keys and values. Leaves: roots, and proofs that a key has a value or that it has none. Always true: equal
 * contents have equal roots whatever the history (INV-005), a map never changes, and a proof made for one map doesn't
 * verify under the root of another.
 */
@NullMarked
package org.vitaledger.core.statemap;

import org.jspecify.annotations.NullMarked;
