/**
 * From what a device says to readings. What enters are the measurements of one verified pack; what leaves are readings
 * in LOINC codes and one UCUM unit for each code, or the reason why the pack is refused, with what was understood of it all the
 * same. Always: a pack is taken whole or not at all; a number that was sent in the unit that is kept leaves with the same
 * digits; a converted one is computed exactly and rounded once; no unit that a device makes up costs unbounded time or memory.
 */
@NullMarked
package org.vitaledger.edge.normal;

import org.jspecify.annotations.NullMarked;
