package org.vitaledger.device.load;

import java.time.Duration;

/**
 * How much load, for how long.
 *
 * @param window the most packs of one device that wait for their acknowledgement
 * @param packsPerSecond of all devices together; {@link #UNBOUNDED} for as fast as the gateway acknowledges
 * @param warmUp time before the measurement
 * @param measured time of the measurement
 */
public record LoadPlan(int window, double packsPerSecond, Duration warmUp, Duration measured) {
    /** As fast as the gateway acknowledges. */
    public static final double UNBOUNDED = 0;

    public LoadPlan {
        if (window < 1 || window > 65_535 || packsPerSecond < 0 || warmUp.isNegative() || !measured.isPositive()) {
            throw new IllegalArgumentException("a load has a window of 1 to 65535, a rate and a time");
        }
    }
}
