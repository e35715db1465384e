package org.vitaledger.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Locator;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.console.RecordedNode.Answer;

/** Where alerts can't be told nobody takes their absence for calm. */
class MissingAlertsIT extends BrowserBench {
    private static final Instant RAISED = Instant.parse("2026-01-01T00:00:00Z");
    private static final String MISSING = "Alerts are not shown here while this lasts";
    private static final String ON = "screens that read them by MQTT get them";
    private static final String WATCH = "Watch the patients by other means";
    private static final Answer STOPPED = refusal("VL-AUDIT-002");

    @BeforeEach
    void begin() {
        setTime(RAISED.plusSeconds(300));
        expectFaults();
    }

    @ParameterizedTest
    @ValueSource(strings = {"VL-AUDIT-001", "VL-AUDIT-002", "VL-JOURNAL-003", "VL-HTTP-050"})
    void saysThatAlertsAreNotShownAndGoOnElsewhere(String code) {
        refuseReads(refusal(code));
        signIn("PRACTITIONER");
        for (String place : new String[] {"#/patients", "#/alerts", "#/patients/" + PATIENT}) {
            goTo(place);
            assertThat(missing()).containsText(MISSING);
            assertThat(missing()).containsText(ON);
            assertThat(missing()).containsText(WATCH);
            assertThat(missing()).containsText(code);
            assertThat(page.getByText("All that are open")).isHidden();
            assertThat(page.locator("#main")).not().containsText("No alerts");
        }
    }

    @Test
    void saysNothingOfMqttWhereTheNodeIsNotReached() {
        signIn("PRACTITIONER");
        goTo("#/alerts");
        assertThat(page.locator(".alert").first()).isVisible();
        node.cut();
        pass(Duration.ofMinutes(1));
        assertThat(missing()).containsText("New alerts are not shown here while this lasts");
        assertThat(missing()).containsText(WATCH);
        assertThat(missing()).not().containsText("MQTT");
    }

    /** The stream is open all the while; only the list tells. */
    @Test
    void saysSoOverAlertsThatStandAndUntilTheyAreThereAgain() {
        AtomicReference<Answer> list = new AtomicReference<>(
                Answer.json(200, "[" + RecordedNode.alert(1, "WARNING", "warning-high", "8867-4 133 /min") + "]"));
        node.answer("/alerts", request -> list.get()).answer("/alerts/stream", stream());
        openRecord();
        assertThat(page.locator(".alerting .alert")).containsText("Heart rate 133 /min");
        assertThat(missing()).hasCount(0);
        list.set(STOPPED);
        pass(Duration.ofMinutes(1));
        assertThat(missing()).containsText("New alerts are not shown here while this lasts");
        assertThat(page.locator(".alerting .alert")).containsText("Heart rate 133 /min");
        screenshot("missing-alerts");
        list.set(Answer.json(200, "[]"));
        pass(Duration.ofMinutes(1));
        assertThat(missing()).hasCount(0);
    }

    @Test
    void tellsAPatientToCallForHelp() {
        refuseReads(STOPPED);
        signIn("PATIENT");
        assertThat(missing()).containsText("If you need help, call for it");
        goTo("#/alerts");
        assertThat(missing()).containsText(MISSING);
        page.setViewportSize(390, 844);
        screenshot("missing-alerts-390");
    }

    @Test
    void tellsWhoMayNotReadTheRecordOnlyThat() {
        node.answer("/fhir/Patient/", Answer.refusal(403, "VL-HTTP-018", "No consent permits this request.", ""));
        openRecord();
        assertThat(page.locator(".problem.denied")).isVisible();
        assertThat(missing()).hasCount(0);
    }

    private Locator missing() {
        return page.locator(".problem.missing");
    }

    private void refuseReads(Answer answer) {
        node.answer("/fhir/Patient", answer)
                .answer("/fhir/Patient/", answer)
                .answer("/fhir/Observation", answer)
                .answer("/alerts", answer)
                .answer("/alerts/stream", answer);
    }

    private static Answer stream() {
        return new Answer(200, "text/event-stream", ": following\n\n".getBytes(UTF_8));
    }

    private static Answer refusal(String code) {
        return Answer.refusal(503, code, "The server can't do this at the moment.", "Try again later.");
    }
}
