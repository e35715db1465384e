package org.vitaledger.edge.mqtt;

import org.vitaledger.core.value.DeviceId;

/**
 * An alert that was raised before and is still open.
 *
 * @param device whose topic it belongs to
 * @param payload what its readers get; nobody may change it any more
 */
public record StandingAlert(DeviceId device, byte[] payload) {}
