package org.vitaledger.node.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.vitaledger.device.publish.Latency;
import org.vitaledger.device.publish.PublishReport;
import org.vitaledger.node.run.NodeStats;

/**
 * What the demo did.
 *
 * @param published what the devices say
 * @param committed from publication to commit
 * @param stats what the node says
 * @param check what a client and the verifier say
 */
record DemoResult(PublishReport published, Latency committed, NodeStats stats, Check check) {
    /**
     * What came back of what was acknowledged.
     *
     * @param acknowledged readings that the gateway acknowledged
     * @param readable how many of them a FHIR search finds
     * @param verified of how many the proof holds offline
     * @param denied whether the read without consent was denied
     */
    record Check(long acknowledged, long readable, long verified, boolean denied) {
        Check plus(Check other) {
            return new Check(
                    acknowledged + other.acknowledged,
                    readable + other.readable,
                    verified + other.verified,
                    denied && other.denied);
        }
    }

    /** Whether every acknowledged reading is committed, readable and verified. */
    boolean holds() {
        return check.acknowledged() > 0
                && check.acknowledged() == published.readingsAccepted()
                && check.readable() == check.acknowledged()
                && check.verified() == check.acknowledged()
                && check.denied();
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("devices", published.devices());
        facts.put("readingsAccepted", published.readingsAccepted());
        facts.put("readingsAnchored", stats.readingsAnchored());
        facts.put("packsRefused", published.refused());
        facts.put("alerts", stats.alerts());
        facts.put("blocks", stats.blocks());
        facts.put("logEntries", stats.logEntries());
        facts.put("publishToAcknowledged", text(published.latency()));
        facts.put("publishToCommitted", text(committed));
        facts.put("readingsReadable", check.readable());
        facts.put("proofsVerified", check.verified());
        facts.put("readWithoutConsent", check.denied() ? "denied" : "NOT DENIED");
        facts.put("everythingHolds", holds());
        return facts;
    }

    private static String text(Latency latency) {
        return "p50 " + millis(latency.p50()) + " ms, p99 " + millis(latency.p99()) + " ms, max "
                + millis(latency.max()) + " ms";
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6);
    }
}
