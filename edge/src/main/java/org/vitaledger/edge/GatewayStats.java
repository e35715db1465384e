package org.vitaledger.edge;

import java.util.Map;
import org.vitaledger.edge.admit.AdmissionRefusal;
import org.vitaledger.edge.mqtt.EndpointStats;
import org.vitaledger.edge.quarantine.Quarantine;

/**
 * What a gateway did since its start, and holds now.
 *
 * @param accepted packs and readings that were made durable
 * @param committed batches and readings that are on the ledger
 * @param refused how often, by reason; reasons that did not occur are missing
 * @param spoolBytes what waits for the drain
 * @param quarantine the quarantine's counts
 * @param endpoint the endpoint's counts
 */
public record GatewayStats(
        Accepted accepted,
        Committed committed,
        Map<AdmissionRefusal, Long> refused,
        long spoolBytes,
        Quarantine.Stats quarantine,
        EndpointStats endpoint) {
    /**
     * What came in.
     *
     * @param packs durable packs
     * @param readings the readings in them
     * @param repeated retransmissions that were acknowledged again
     * @param gaps how often sequence numbers were passed over
     * @param alerts bedside rules that were met
     */
    public record Accepted(long packs, long readings, long repeated, long gaps, long alerts) {}

    /**
     * What went out.
     *
     * @param batches anchored batches
     * @param readings the readings in them
     */
    public record Committed(long batches, long readings) {}

    public GatewayStats {
        refused = Map.copyOf(refused);
    }
}
