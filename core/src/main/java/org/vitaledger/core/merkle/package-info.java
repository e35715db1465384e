/**
 * The append-only Merkle tree of RFC 9162 (hashing of RFC 6962) and its C2SP tlog-tiles form.
 *
 * <p>Enters: leaf hashes, in order. Leaves: roots, inclusion and consistency proofs, tiles and entry bundles. Always
 * true: a hash once in the tree never changes, a proof is only a claim until it verified against a root that the caller
 * trusts, and verification answers false instead of throwing on hostile input.
 */
@NullMarked
package org.vitaledger.core.merkle;

import org.jspecify.annotations.NullMarked;
