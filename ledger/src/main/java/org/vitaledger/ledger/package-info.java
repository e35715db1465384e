/**
 * The port to the ordered log. Commands enter, in any order and more than once; one append-only Merkle log of entries
 * leaves, closed block by block, with a state that is a pure function of it (INV-005) and a signed checkpoint after
 * every block (INV-006). It carries salted commitments and random handles only (INV-009).
 */
@NullMarked
package org.vitaledger.ledger;

import org.jspecify.annotations.NullMarked;
