package org.vitaledger.node.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.vitaledger.device.publish.Latency;
import org.vitaledger.device.publish.PublishReport;
import org.vitaledger.node.run.NodeStats;

/**
 * What the demo did.
 *
 * @param published what the devices say
 * @param latency from publication to commit
 * @param stats what the node says
 * @param check what a client and the verifier say
 * @param uncommitted how many acknowledged packs no anchor names
 */
record DemoResult(PublishReport published, Latency latency, NodeStats stats, Check check, long uncommitted) {
    /**
     * What came back of what was acknowledged.
     *
     * @param acknowledged readings that the gateway acknowledged
     * @param sampled how many of them were read back
     * @param readable how many of those FHIR gave
     * @param verified of how many of those the proof holds offline
     * @param denied whether the read without consent was denied
     */
    record Check(long acknowledged, long sampled, long readable, long verified, boolean denied) {
        Check plus(Check other) {
            return new Check(
                    acknowledged + other.acknowledged,
                    sampled + other.sampled,
                    readable + other.readable,
                    verified + other.verified,
                    denied && other.denied);
        }

        Check with(boolean isDenied) {
            return new Check(acknowledged, sampled, readable, verified, isDenied);
        }
    }

    /** Whether every acknowledged reading is committed, and all that were read back are readable and verified. */
    boolean holds() {
        return check.sampled() > 0
                && check.acknowledged() == published.readingsAccepted()
                && uncommitted == 0
                && check.readable() == check.sampled()
                && check.verified() == check.sampled()
                && check.denied();
    }

    /** For programs. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("devices", published.devices());
        facts.put("readingsAccepted", published.readingsAccepted());
        facts.put("readingsAnchored", stats.readingsAnchored());
        facts.put("packsUncommitted", uncommitted);
        facts.put("packsRefused", published.refused());
        facts.put("alerts", stats.alerts());
        facts.put("blocks", stats.blocks());
        facts.put("logEntries", stats.logEntries());
        facts.put("publishToAcknowledged", text(published.latency()));
        facts.put("publishToCommitted", text(latency));
        facts.put("readingsReadBack", check.sampled());
        facts.put("readingsReadable", check.readable());
        facts.put("proofsVerified", check.verified());
        facts.put("readWithoutConsent", check.denied() ? "denied" : "NOT DENIED");
        facts.put("everythingHolds", holds());
        return facts;
    }

    /** The same for people. */
    Map<String, Object> lines() {
        Map<String, Object> lines = new LinkedHashMap<>();
        lines.put(
                "delivered",
                count(published.readingsAccepted()) + " readings by " + published.devices()
                        + " devices, one of them a broken monitor, acknowledged after " + text(published.latency()));
        lines.put("refused", refused() + "; alerts raised: " + count(stats.alerts()));
        lines.put(
                "committed",
                count(stats.readingsAnchored()) + " readings in " + count(stats.blocks()) + " blocks after "
                        + text(latency) + (uncommitted == 0 ? "" : "; NOT COMMITTED: " + uncommitted + " packs"));
        lines.put(
                "read back",
                count(check.sampled()) + " of them; " + count(check.readable()) + " found by FHIR, "
                        + count(check.verified()) + " proofs hold offline");
        lines.put("no consent", check.denied() ? "the read was denied" : "THE READ WAS NOT DENIED");
        lines.put("result", holds() ? "everything holds" : "SOMETHING DOES NOT HOLD");
        return lines;
    }

    private String refused() {
        return published.refused().isEmpty()
                ? "nothing"
                : published.refused().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(reason -> count(reason.getValue()) + " packs: " + reason.getKey())
                        .collect(Collectors.joining("; ", "", " (the broken monitor sends such on purpose)"));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String text(Latency latency) {
        return "p50 " + millis(latency.p50()) + " ms, p99 " + millis(latency.p99()) + " ms, max "
                + millis(latency.max()) + " ms";
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6);
    }
}
