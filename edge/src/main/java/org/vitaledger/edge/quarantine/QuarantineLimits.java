package org.vitaledger.edge.quarantine;

import java.time.Duration;

/**
 * How much is kept.
 *
 * @param totalBytes of all devices; beyond, the oldest go first
 * @param deviceBytes of one device; beyond, no more of it is kept until its oldest are gone, but for what it signed
 * @param signedBytes of one device with what it signed, which may be all there is of a patient's hours
 * @param age the longest that anything is kept
 */
public record QuarantineLimits(long totalBytes, long deviceBytes, long signedBytes, Duration age) {
    public QuarantineLimits {
        if (deviceBytes < 1 || signedBytes < deviceBytes || totalBytes < signedBytes || !age.isPositive()) {
            throw new IllegalArgumentException("a quarantine keeps something");
        }
    }

    /** 1 GiB; of each device 1 MiB, and with what it signed 32 MiB; 30 days. */
    public static QuarantineLimits standard() {
        return new QuarantineLimits(1L << 30, 1 << 20, 32L << 20, Duration.ofDays(30));
    }
}
