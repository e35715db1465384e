package org.vitaledger.edge.drain;

import java.time.Duration;

/**
 * How the drain batches and retries.
 *
 * @param maxPacks the most packs in one batch
 * @param maxReadings the most readings in one batch, beyond which no further pack is added
 * @param linger how long the first pack of a batch waits for company
 * @param firstRetry how long to wait after a first failure; doubled with each further one
 * @param lastRetry the longest wait between two tries
 */
public record DrainOptions(int maxPacks, int maxReadings, Duration linger, Duration firstRetry, Duration lastRetry) {
    /** Batches of up to 4,000 packs or 40,000 readings, at most every 20 ms. */
    public static final DrainOptions DEFAULT =
            new DrainOptions(4000, 40_000, Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(10));
}
