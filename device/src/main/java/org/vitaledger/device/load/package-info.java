/**
 * Load for benchmarks: many MQTT 5 connections that publish signed packs as fast as the gateway acknowledges them, or at
 * a given rate, at little cost of their own. What enters are sources of packs, what leaves is the rate and the
 * distribution of the time to the acknowledgement. Always: only acknowledged packs count, and at a given rate the time
 * runs from the moment at which a pack was to be sent, so that a stalled gateway can't hide its stall.
 */
@NullMarked
package org.vitaledger.device.load;

import org.jspecify.annotations.NullMarked;
