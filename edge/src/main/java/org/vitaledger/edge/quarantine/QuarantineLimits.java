package org.vitaledger.edge.quarantine;

import java.time.Duration;

/**
 * How much is kept.
 *
 * @param totalBytes of all devices; beyond, the oldest go first
 * @param entries of all devices, for each takes up some memory; beyond, the oldest go first; one device has a tenth at most
 * @param deviceBytes of one device; beyond, no more of it is kept until its oldest are gone, but for what it signed
 * @param signedBytes of one device with what it signed, which may be all there is of a patient's hours
 * @param age the longest that anything is kept
 */
public record QuarantineLimits(long totalBytes, int entries, long deviceBytes, long signedBytes, Duration age) {
    private static final int ONE_DEVICE = 10;

    public QuarantineLimits {
        if (entries < ONE_DEVICE
                || deviceBytes < 1
                || signedBytes < deviceBytes
                || totalBytes < signedBytes
                || !age.isPositive()) {
            throw new IllegalArgumentException("a quarantine keeps something");
        }
    }

    /** 256 MiB, 300,000 entries; of each device 1 MiB, and with what it signed 16 MiB; 30 days. */
    public static QuarantineLimits standard() {
        return new QuarantineLimits(256L << 20, 300_000, 1 << 20, 16L << 20, Duration.ofDays(30));
    }

    /** The most entries of one device. */
    int deviceEntries() {
        return entries / ONE_DEVICE;
    }
}
