/**
 * Virtual devices. What enters are recorded vital signs in the format of the PhysioNet Challenge 2012, or a seed; what
 * leaves are signed packs, each with the moment at which it is due. Always: a recorded value is sent as it was written or
 * left out and counted, never changed but in its unit; the same seed gives the same patient; and time comes from the
 * caller's clock alone.
 */
@NullMarked
package org.vitaledger.device.replay;

import org.jspecify.annotations.NullMarked;
