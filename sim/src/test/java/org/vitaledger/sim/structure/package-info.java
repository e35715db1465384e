/**
 * The rules that keep the house in shape. In: the compiled classes and the sources of all modules, and the documents. Out: a
 * failing build for whatever leaves the picture of ARCHITECTURE.md, the house style, or the lists in docs/. Always: a rule here
 * reads product code, it never runs it.
 */
@NullMarked
package org.vitaledger.sim.structure;

import org.jspecify.annotations.NullMarked;
