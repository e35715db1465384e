package org.vitaledger.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
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
        assertThat(page.locator(".alert").first()).containsText("Ada Berg");
        assertThat(page.locator(".alert").first()).containsText("Open");
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
        assertThat(page.locator(".alert").last()).containsText("Late");
        assertThat(page.locator(".alert").last().getByText("Jonas Keller")).isVisible();
        assertThat(page.locator(".alert").first()).not().containsText("Late");
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

    /** However many came after it. */
    @Test
    void showsFirstAndInTheHeadingWhatIsOpenOfAPatient() {
        String worst = alert(2, PATIENT, "CRITICAL", "9269-2 3 {score}", ",\"open\":true");
        String past = IntStream.range(0, 45)
                .mapToObj(i -> alert(100 + i, PATIENT, "WARNING", "8867-4 133 /min", ",\"open\":false"))
                .collect(Collectors.joining(","));
        node.answer("/alerts", Answer.json(200, "[" + past + "," + OWN + "," + worst + "]"));
        page.setViewportSize(390, 844);
        openRecord();
        assertThat(page.locator(".title .badge")).hasText("Critical");
        assertThat(page.locator(".alerting h3")).hasText("Alerts · 2 open");
        assertThat(page.locator(".alerting .alert").first()).containsText("Glasgow coma score 3");
        assertThat(page.locator(".alerting .alert").nth(1)).containsText("Heart rate 133 /min");
        assertThat(page.locator(".alerting .alert")).hasCount(20);
        screenshot("open-alerts-390");
        page.setViewportSize(1360, 850);
        goTo("#/alerts");
        assertThat(page.locator(".alert").first()).containsText("Glasgow coma score 3");
        screenshot("open-alerts");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Open").setExact(true))
                .click();
        assertThat(page.locator(".alert")).hasCount(2);
    }

    /** What the node no longer names is not open any more. */
    @Test
    void closesWhatIsOpenNoLonger() {
        AtomicReference<String> list = new AtomicReference<>("[" + OWN + "]");
        node.answer("/alerts", request -> Answer.json(200, list.get()));
        signIn("PRACTITIONER");
        assertThat(page.locator(".patient .badge")).hasText("Warning");
        list.set("[]");
        pass(Duration.ofMinutes(1));
        assertThat(page.locator(".patient .badge")).hasCount(0);
    }

    /** The same alert says other things while it lasts, and a number may come again after a restart of the node. */
    @Test
    void showsWhatAnAlertHasBecome() {
        AtomicReference<String> list = new AtomicReference<>("[" + OWN + "]");
        node.answer("/alerts", request -> Answer.json(200, list.get()));
        openRecord();
        assertThat(page.locator(".alerting .what")).hasText("Heart rate 133 /min");
        list.set("[" + OWN.replace("133 /min", "133 /min (old: no newer values have come)") + "]");
        pass(Duration.ofMinutes(1));
        assertThat(page.locator(".alerting .what")).hasText("Heart rate 133 /min (old: no newer values have come)");
        String critical =
                alert(1, PATIENT, "CRITICAL", "59408-5 60 %", ",\"open\":true").replace("warning-high", "critical-low");
        list.set("[" + critical + "]");
        pass(Duration.ofMinutes(1));
        assertThat(page.locator(".alerting .what")).hasText("Oxygen saturation 60 %");
        assertThat(page.locator(".alerting .badge")).hasText("Critical");
        assertThat(page.locator(".alerting .alert")).containsText("at or below the lower critical limit");
    }

    @Test
    void putsAnAlertUnderAClockThatIsAheadWhereItCame() {
        String ahead = alert(7, PATIENT, "CRITICAL", "8867-4 190 /min", ",\"late\":true,\"ahead\":true")
                .replace("\"time\":\"" + RAISED.plusMillis(7), "\"time\":\"" + RAISED.plus(Duration.ofDays(3)));
        String next = alert(9, PATIENT, "WARNING", "8867-4 133 /min", "");
        node.answer("/alerts", Answer.json(200, "[" + ahead + "," + next + "]"));
        openRecord();
        assertThat(page.locator(".alerting .alert").first()).containsText("Heart rate 133 /min");
        assertThat(page.locator(".alerting .alert").last()).containsText("The monitor's clock is ahead: it says 4 Jan");
        assertThat(page.locator(".alerting .alert").last()).not().containsText("Late");
        assertThat(page.locator(".alerting .alert").last()).not().containsText("now");
    }

    /** A score of values under such a clock carries the gateway's time. */
    @Test
    void doesNotGiveTheGatewaysTimeForThatOfAClockThatIsAhead() {
        String score = alert(7, PATIENT, "WARNING", "NEWS2 3 {score}", ",\"late\":true,\"ahead\":true");
        node.answer("/alerts", Answer.json(200, "[" + score + "]"));
        openRecord();
        assertThat(page.locator(".alerting .state")).hasText("Over · The monitor's clock is ahead");
    }

    @Test
    void saysOnceWhatATechnicalAlertIsAboutAndOfWhichMonitor() {
        String words = "What this monitor sends is refused: its clock, or the gateway's, is wrong."
                + " Alerts may be missing till it is set.";
        String clock = alert(7, PATIENT, "WARNING", words, ",\"open\":true").replace("warning-high", "monitor-clock");
        node.answer("/alerts", Answer.json(200, "[" + clock + "]"));
        signIn("PRACTITIONER");
        assertThat(page.locator(".patient > p.fine").first())
                .containsText("till it is set (technical, device 00000000…0001) · 5 min ago");
        goTo("#/alerts");
        assertThat(page.locator(".alert .what")).hasText(words);
        assertThat(page.locator(".alert .rule")).hasText("technical · device 00000000…0001");
    }

    private static String list(IntFunction<String> alert) {
        return "[" + IntStream.range(0, 100).mapToObj(alert).collect(Collectors.joining(",")) + "]";
    }

    private static String alertOfOther(int index) {
        return alert(1000 + index, OTHER, "WARNING", "8310-5 39.1 Cel", "");
    }

    private static String alert(int id, String patient, String severity, String text, String more) {
        return ("{\"id\":\"%1$d\",\"time\":\"%2$s\",\"raised\":\"%2$s\",\"patient\":\"%3$s\",\"device\":\"0000000000000001\","
                        + "\"rule\":\"warning-high\",\"severity\":\"%4$s\",\"text\":\"%5$s\"%6$s}")
                .formatted(id, RAISED.plusMillis(id), patient, severity, text, more);
    }
}
