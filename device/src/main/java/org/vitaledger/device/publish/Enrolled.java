package org.vitaledger.device.publish;

import org.vitaledger.device.replay.VirtualDevice;

/**
 * A virtual device that a gateway knows.
 *
 * @param device what it sends
 * @param login how it gets in
 */
public record Enrolled(VirtualDevice device, Login login) {}
