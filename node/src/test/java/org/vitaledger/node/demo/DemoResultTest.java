package org.vitaledger.node.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vitaledger.device.publish.Latency;
import org.vitaledger.device.publish.PublishReport;
import org.vitaledger.node.run.NodeStats;

class DemoResultTest {
    private static final Latency LATENCY = new Latency(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    @Test
    void saysWhichDeviceIsNoPatientsOwnAndWhyPacksAreRefused() {
        Map<String, Object> lines = result(Map.of("IMPOSSIBLE_UNIT", 6L, "UNKNOWN_CODE", 11L));
        assertThat(String.valueOf(lines.get("delivered"))).contains("13 devices, one of them a broken monitor");
        assertThat(String.valueOf(lines.get("refused")))
                .contains(
                        "6 packs: IMPOSSIBLE_UNIT; 11 packs: UNKNOWN_CODE (the broken monitor sends such on purpose)");
        assertThat(lines).containsEntry("result", "everything holds");
    }

    @Test
    void blamesNobodyWhereNothingIsRefused() {
        assertThat(String.valueOf(result(Map.of()).get("refused")))
                .startsWith("nothing;")
                .doesNotContain("monitor");
    }

    private static Map<String, Object> result(Map<String, Long> refused) {
        return new DemoResult(
                        new PublishReport(13, 0, 1, 10, refused, 0, 0, LATENCY),
                        LATENCY,
                        new NodeStats(10, 0, 1, 1),
                        new DemoResult.Check(10, 10, 10, 10, true),
                        0)
                .lines();
    }
}
