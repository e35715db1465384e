package org.vitaledger.edge.quarantine;

import java.time.Duration;

/**
 * How much is kept.
 *
 * @param totalBytes of all devices; beyond, the oldest go first
 * @param deviceBytes of one device; beyond, no more of it is kept until its oldest are gone
 * @param age the longest that anything is kept
 */
public record QuarantineLimits(long totalBytes, long deviceBytes, Duration age) {
    public QuarantineLimits {
        if (deviceBytes < 1 || totalBytes < deviceBytes || !age.isPositive()) {
            throw new IllegalArgumentException("a quarantine keeps something");
        }
    }

    /** 256 MiB, 1 MiB of each device, 30 days. */
    public static QuarantineLimits standard() {
        return new QuarantineLimits(256L << 20, 1 << 20, Duration.ofDays(30));
    }
}
