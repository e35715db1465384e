package org.vitaledger.device.load;

import java.time.Duration;
import java.util.Map;
import org.vitaledger.device.publish.Latency;

/**
 * What came of a load while it was measured.
 *
 * @param packs acknowledged packs
 * @param elapsed how long it was measured
 * @param refused refused packs by MQTT 5 reason code
 * @param latency to the acknowledgement
 * @param unanswered packs without an answer at the end
 */
public record LoadReport(long packs, Duration elapsed, Map<Integer, Long> refused, Latency latency, long unanswered) {
    public LoadReport {
        refused = Map.copyOf(refused);
    }

    /** Acknowledged packs in a second. */
    public double packsPerSecond() {
        return packs * 1e9 / elapsed.toNanos();
    }
}
