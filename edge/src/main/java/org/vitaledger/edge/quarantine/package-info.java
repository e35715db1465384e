/**
 * What was refused, for the people who must find out why. Refused bytes enter with device, time and reason; they stay,
 * encrypted and durable, until they are too old or too many; operators list them.
 *
 * <p>Always true: the space is bounded in total and for each device, so that what one device floods in with takes
 * nothing from another's (what does not fit is counted); a repetition of the same bytes is counted, not stored.
 */
@NullMarked
package org.vitaledger.edge.quarantine;

import org.jspecify.annotations.NullMarked;
