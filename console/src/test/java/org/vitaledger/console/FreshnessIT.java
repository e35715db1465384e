package org.vitaledger.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitaledger.console.RecordedNode.Answer;

/** Old data look old, also where nobody can be asked, and whatever the clock of the machine at the bedside says. */
class FreshnessIT extends BrowserBench {
    private static final Instant MEASURED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Pattern LIVE = Pattern.compile("^Live");

    @BeforeEach
    void begin() {
        setTime(MEASURED.plusSeconds(5));
    }

    @Test
    void showsOnTheRecordThatNothingHasCome() {
        openRecord();
        Locator tile = page.locator(".tile.heart-rate");
        assertThat(page.locator(".live")).containsText(LIVE);
        assertThat(tile.locator(".now")).containsText("s ago");
        String fresh = colour(tile.locator(".now strong"));

        pass(Duration.ofMinutes(50));
        assertThat(page.locator(".live")).containsText("No data for 50 min");
        assertThat(page.locator(".live")).not().containsText(LIVE);
        assertThat(tile.locator(".now")).containsText("no data for 50 min");
        assertThat(page.locator(".tile.temperature .now")).containsText("no data for 50 min");
        assertThat(colour(tile.locator(".now strong"))).isNotEqualTo(fresh);
        screenshot("old-record");
    }

    @Test
    void showsAmongThePatientsThatNothingHasCome() {
        signIn("PRACTITIONER");
        Locator value = page.locator(".patient .heart-rate");
        assertThat(page.locator(".live")).containsText(LIVE);
        assertThat(value).containsText("72.5");
        String fresh = colour(value.locator("strong"));

        pass(Duration.ofMinutes(50));
        assertThat(page.locator(".live")).containsText("No data for 50 min");
        assertThat(value).containsText("no data for 50 min");
        assertThat(colour(value.locator("strong"))).isNotEqualTo(fresh);
        page.setViewportSize(390, 844);
        screenshot("old-patients-390");
    }

    @Test
    void keepsAValueForAsLongAsItsParameterAllows() {
        openRecord();
        assertThat(page.locator(".live")).containsText(LIVE);
        pass(Duration.ofMinutes(6));
        assertThat(page.locator(".tile.heart-rate .now")).containsText("no data for 6 min");
        assertThat(page.locator(".tile.temperature .now")).containsText("6 min ago");
    }

    @Test
    void saysThatTheNodeCanNotBeReachedAndAgesAllTheSame() {
        openRecord();
        assertThat(page.locator(".live")).containsText(LIVE);
        node.cut();
        pass(Duration.ofSeconds(30));
        assertThat(page.locator(".live")).containsText("No connection to the server");
        pass(Duration.ofMinutes(10));
        assertThat(page.locator(".tile.heart-rate .now")).containsText("no data for 10 min");
        expectFaults();
    }

    @Test
    void saysThatANodeWhichDoesNotAnswerCanNotBeReached() {
        openRecord();
        assertThat(page.locator(".live")).containsText(LIVE);
        page.route("**/fhir/**", route -> {});
        pass(Duration.ofSeconds(3));
        pass(Duration.ofSeconds(40));
        assertThat(page.locator(".live")).containsText("No connection to the server");
        expectFaults();
    }

    @Test
    void agesByTheNodesClock() {
        node.setTime(MEASURED.plus(Duration.ofMinutes(50)));
        openRecord();
        assertThat(page.locator(".tile.heart-rate .now")).containsText("no data for 50 min");
        assertThat(page.locator(".live")).containsText("No data for 50 min");
    }

    @Test
    void pairsOnlyPressuresOfOneMeasurement() {
        node.answer(
                "/fhir/Observation",
                Answer.bundle(
                        RecordedNode.observation(1, MEASURED, "8480-6", "120", "mm[Hg]"),
                        RecordedNode.observation(2, MEASURED.minusSeconds(7200), "8462-4", "60", "mm[Hg]")));
        openRecord();
        assertThat(page.locator(".tile.pressure .now strong")).hasText("120/–");
    }

    private static String colour(Locator element) {
        return element.evaluate("it => getComputedStyle(it).color").toString();
    }
}
