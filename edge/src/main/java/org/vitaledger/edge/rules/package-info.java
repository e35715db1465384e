/**
 * Alerts at the bedside. What enters are readings that their device signed for the patient who wears it, and when they
 * arrived; what leaves are alerts: limits of quantities, and the National Early Warning Score 2 over the latest values of
 * all the patient's devices; and technical ones, when values stay away or a device is not heard or not stored.
 *
 * <p>Always: while a rule is held, readings in their order raise its alert at least once in its interval; a reading that
 * came late, or under a clock that is wrong, changes nothing that newer ones said, and its alerts are marked and condensed;
 * a pack is judged once; an alert names the patient by handle only; what is remembered and what one patient can raise are
 * bounded. All of it is lost at a restart, after which what is still wrong is told again.
 */
@NullMarked
package org.vitaledger.edge.rules;

import org.jspecify.annotations.NullMarked;
