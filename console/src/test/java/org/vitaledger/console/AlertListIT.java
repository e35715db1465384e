package org.vitaledger.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitaledger.console.RecordedNode.Answer;

/** Each patient's alerts, however many others there are. */
class AlertListIT extends BrowserBench {
    private static final String OTHER = "00000000000000000000000000000002";
    private static final Instant RAISED = Instant.parse("2026-01-01T00:00:00Z");
    private static final String OWN = alert(1, PATIENT, "WARNING", "8867-4 133 /min", ",\"open\":true");
    private static final int MANY = 150;

    @BeforeEach
    void begin() {
        setTime(RAISED.plusSeconds(300));
        String name = "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"name\":[{\"text\":\"%s\"}]}";
        node.answer(
                        "/fhir/Patient",
                        Answer.bundle(name.formatted(PATIENT, "Ada Berg"), name.formatted(OTHER, "Jonas Keller")))
                .answer("/alerts/stream", new Answer(200, "text/event-stream", ": following\n\n".getBytes(UTF_8)));
    }

    @Test
    void showsThePatientsOwnAlertsThoughOthersHadNewerOnes() {
        node.answer("/alerts", request -> {
            String own = "[" + OWN + "]";
            return Answer.json(
                    200, request.url().contains("patient=" + PATIENT) ? own : list(AlertListIT::alertOfOther));
        });
        openRecord();
        assertThat(page.locator(".alerting .alert")).containsText("Heart rate 133 /min");
    }

    @Test
    void takesFromANodeThatAnswersForAllOnlyThePatientsOwn() {
        node.answer("/alerts", Answer.json(200, list(AlertListIT::alertOfOther)));
        openRecord();
        assertThat(page.locator(".tile.heart-rate")).isVisible();
        assertThat(page.locator(".alerting")).containsText("No alerts.");
    }

    @Test
    void keepsAnOpenAlertWhileOthersStreamIn() {
        String stream = IntStream.range(0, MANY)
                .mapToObj(i -> "data: " + alertOfOther(i) + "\n\n")
                .collect(Collectors.joining());
        node.answer("/alerts", Answer.json(200, "[" + OWN + "]"))
                .answer("/alerts/stream", new Answer(200, "text/event-stream", stream.getBytes(UTF_8)));
        openRecord();
        goTo("#/alerts");
        assertThat(page.locator(".alert").last()).containsText("Ada Berg");
        assertThat(page.locator(".alert").last()).containsText("Open");
        goTo("#/patients/" + PATIENT);
        assertThat(page.locator(".alerting .alert")).containsText("Heart rate 133 /min");
    }

    @Test
    void keepsAnOpenAlertInSightWhenItGrowsOld() {
        node.answer("/alerts", Answer.json(200, "[" + OWN + "]"));
        signIn("PRACTITIONER");
        assertThat(page.locator(".patient .badge")).hasText("Warning");
        pass(Duration.ofHours(2));
        assertThat(page.locator(".patient .heart-rate").first()).containsText("no data for");
        assertThat(page.locator(".patient .badge")).hasText("Warning");
    }

    @Test
    void marksLateAlertsAndNamesPatients() {
        String late = alert(7, OTHER, "CRITICAL", "59408-5 84 %", ",\"late\":true");
        node.answer("/alerts", Answer.json(200, "[" + late + "," + OWN + "]"));
        signIn("PRACTITIONER");
        goTo("#/alerts");
        assertThat(page.locator(".alert").first()).containsText("Late");
        assertThat(page.locator(".alert").first().getByText("Jonas Keller")).isVisible();
        assertThat(page.locator(".alert").last()).not().containsText("Late");
        screenshot("alerts");
    }

    @Test
    void filtersBySeverity() {
        String critical = alert(7, OTHER, "CRITICAL", "59408-5 84 %", "");
        node.answer("/alerts", Answer.json(200, "[" + critical + "," + OWN + "]"));
        signIn("PRACTITIONER");
        goTo("#/alerts");
        assertThat(page.locator(".alert")).hasCount(2);
        page.locator(".severities button[data-severity=CRITICAL]").click();
        assertThat(page.locator(".alert")).hasCount(1);
        assertThat(page.locator(".alert .badge").first()).hasText("Critical");
    }

    private static String list(IntFunction<String> alert) {
        return "[" + IntStream.range(0, 100).mapToObj(alert).collect(Collectors.joining(",")) + "]";
    }

    private static String alertOfOther(int index) {
        return alert(1000 + index, OTHER, "WARNING", "8310-5 39.1 Cel", "");
    }

    private static String alert(int id, String patient, String severity, String text, String more) {
        return ("{\"id\":\"%d\",\"time\":\"%s\",\"patient\":\"%s\",\"device\":\"0000000000000001\","
                        + "\"rule\":\"warning-high\",\"severity\":\"%s\",\"text\":\"%s\"%s}")
                .formatted(id, RAISED.plusMillis(id), patient, severity, text, more);
    }
}
