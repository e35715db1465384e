package org.vitaledger.edge.drain;

import java.time.Duration;

/**
 * How the drain batches and retries.
 *
 * @param maxPacks the most packs in one batch
 * @param maxReadings the most readings in one batch, beyond which no further pack is added
 * @param linger how long the first pack of a batch waits for company, so that not each makes a block of its own
 * @param firstRetry how long to wait after a first failure; doubled with each further one
 * @param lastRetry the longest wait between two tries
 */
public record DrainOptions(int maxPacks, int maxReadings, Duration linger, Duration firstRetry, Duration lastRetry) {
    /**
     * This part of a full batch is company enough. Packs that come so fast make large batches anyway, and a full one sealed
     * at a time takes the processor from acknowledgements for tens of milliseconds.
     */
    private static final int ENOUGH = 8;

    /** Batches of up to 4,000 packs or 40,000 readings, one a second unless an eighth of that came. */
    public static final DrainOptions DEFAULT =
            new DrainOptions(4000, 40_000, Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofSeconds(10));

    /** Whether a batch of so many packs with so many readings needs not wait for more. */
    public boolean isEnough(int packs, int readings) {
        return packs >= Math.max(1, maxPacks / ENOUGH) || readings >= Math.max(1, maxReadings / ENOUGH);
    }

    /** These with another wait for company. */
    public DrainOptions withLinger(Duration other) {
        return new DrainOptions(maxPacks, maxReadings, other, firstRetry, lastRetry);
    }
}
