/**
 * What the members of a consortium decide together: changes, the proposals that carry them, how votes are counted, and
 * what follows from a decision (the roster from a height on, the contracts' version from a height on, parameters). Values
 * only; the rules are the governance contract's in {@link org.vitaledger.core.contract} (ADR 0011).
 */
@NullMarked
package org.vitaledger.core.governance;

import org.jspecify.annotations.NullMarked;
