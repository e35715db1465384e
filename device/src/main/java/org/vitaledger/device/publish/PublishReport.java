package org.vitaledger.device.publish;

import java.util.Map;

/**
 * What virtual devices have done so far.
 *
 * @param devices how many there are
 * @param connected how many of them are connected now
 * @param packsAccepted packs that the gateway acknowledged
 * @param readingsAccepted the readings in them
 * @param refused packs that it refused, by reason code and words
 * @param resent how often a pack was sent again
 * @param waiting packs that are sent and not answered
 * @param latency from the first sending of a pack to its acknowledgement
 */
public record PublishReport(
        int devices,
        int connected,
        long packsAccepted,
        long readingsAccepted,
        Map<String, Long> refused,
        long resent,
        int waiting,
        Latency latency) {
    public PublishReport {
        refused = Map.copyOf(refused);
    }
}
