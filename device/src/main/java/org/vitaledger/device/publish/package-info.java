/**
 * The device's side of delivery, by MQTT 5 with QoS 1. What enters are virtual devices with their logins, what leaves are
 * their packs, in order, and what the gateway said to each. Always: a pack is kept until it is acknowledged or refused,
 * and sent again after every lost connection with the same number and bytes; a slow gateway slows the devices down.
 */
@NullMarked
package org.vitaledger.device.publish;

import org.jspecify.annotations.NullMarked;
