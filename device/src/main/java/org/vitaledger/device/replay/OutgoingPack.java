package org.vitaledger.device.replay;

import org.vitaledger.core.value.DeviceId;

/**
 * A signed pack on its way.
 *
 * @param device who signed it
 * @param sequence its number
 * @param readings how many readings it holds
 * @param encoded the COSE_Sign1 bytes; nobody may change them
 */
public record OutgoingPack(DeviceId device, long sequence, int readings, byte[] encoded) {}
