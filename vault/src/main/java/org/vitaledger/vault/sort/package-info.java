/**
 * Sorts more than memory holds. What enters: keys and values, in any order, from any thread. What leaves: the same in the
 * order of their unsigned bytes, as often as one likes and from any key on. What always holds: memory stays within what
 * {@link org.vitaledger.vault.sort.SortBounds} says, however much there is; the rest lies in nameless files of a scratch
 * folder, which vanish with the process.
 */
@NullMarked
package org.vitaledger.vault.sort;

import org.jspecify.annotations.NullMarked;
