package org.vitaledger.api.feed;

import org.vitaledger.core.value.DeviceId;

/**
 * Sequence numbers of a device that never came (INV-012).
 *
 * @param device whose
 * @param first the first missing number
 * @param last the last missing number
 */
public record SequenceGap(DeviceId device, long first, long last) {}
