package org.vitaledger.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitaledger.console.RecordedNode.Answer;

/** A chart hides nothing of its span: it shows all that there is, or says what it left out. */
class HistoryIT extends BrowserBench {
    private static final Instant NOW = Instant.parse("2026-10-26T12:00:00Z");
    private static final List<String> CODES = List.of("8867-4", "59408-5", "9279-1", "76215-3");

    /** Where the first pixel column of a chart is. */
    private static final Pattern AT_THE_LEFT = Pattern.compile("^M(3[6-9]|40)\\..*");

    private record Reading(int index, Instant time, String code, String value) {}

    private final List<Reading> readings = new ArrayList<>();

    @BeforeEach
    void begin() {
        node.answer("/fhir/Observation", this::search);
        begin("UTC");
    }

    private void begin(String zone) {
        renewSession(new Browser.NewContextOptions()
                .setLocale("en-GB")
                .setTimezoneId(zone)
                .setViewportSize(1360, 900));
        setTime(NOW);
    }

    @Test
    void showsAWholeDayWithItsExtremes() {
        measureEvery(Duration.ofMinutes(1), Duration.ofDays(1));
        Reading early = readings.get(readings.size() - 40);
        readings.set(readings.size() - 40, new Reading(early.index(), early.time(), "8867-4", "203"));
        showDay();
        Locator line = page.locator(".tile.heart-rate .line");
        assertThat(line).hasAttribute("d", AT_THE_LEFT);
        assertThat(page.locator(".partial")).isEmpty();
        assertThat(page.locator(".tile.heart-rate .chart"))
                .hasAttribute("aria-label", Pattern.compile(".*highest 203.*"));
        assertThat(page.locator(".tile.heart-rate .tick").allTextContents()).contains("200");
        assertThat(line.getAttribute("d").split("L").length).isLessThan(1300);
    }

    @Test
    void saysWhichPartIsNotLoadedAndLoadsMore() {
        measureEvery(Duration.ofSeconds(20), Duration.ofDays(1));
        showDay();
        assertThat(page.locator(".partial")).containsText("are not loaded");
        assertThat(page.locator(".tile.heart-rate .unloaded")).isVisible();
        screenshot("partial");
        assertThat(page.locator(".tile.heart-rate .chart"))
                .hasAttribute("aria-label", Pattern.compile(".*not loaded before.*"));
        page.locator(".partial button").click();
        assertThat(page.locator(".tile.heart-rate .unloaded"))
                .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(30_000));
        assertThat(page.locator(".partial")).isEmpty();
        assertThat(page.locator(".tile.heart-rate .line")).hasAttribute("d", AT_THE_LEFT);
    }

    @Test
    void hidesNothingOfWhatCameWhileNobodyLooked() {
        measureEvery(Duration.ofMinutes(1), Duration.ofHours(1));
        openRecord();
        assertThat(page.locator(".tile.heart-rate .line")).isVisible();
        for (int i = 0; i < 3000; i++) {
            measure(NOW.plusSeconds(i));
        }
        pass(Duration.ofMinutes(50));
        assertThat(page.locator(".tile.heart-rate .chart"))
                .hasAttribute("aria-label", Pattern.compile(".*(30[0-9]{2}|3[1-9][0-9]{2}) readings.*"));
    }

    @Test
    void drawsNoLineOverAGap() {
        measureEvery(Duration.ofMinutes(1), Duration.ofHours(2));
        readings.removeIf(it -> gap(it.time()));
        showDay();
        assertThat(page.locator(".tile.heart-rate .line")).hasCount(2);
    }

    @Test
    void showsWhereDataStopped() {
        measureEvery(Duration.ofMinutes(1), Duration.ofHours(3));
        readings.removeIf(it -> it.time().isAfter(NOW.minusSeconds(7200)));
        showDay();
        assertThat(page.locator(".tile.heart-rate .silent")).isVisible();
    }

    @Test
    void namesEachDayOnceAcrossAChangeOfClocks() {
        leave();
        begin("Europe/Berlin");
        measureEvery(Duration.ofMinutes(30), Duration.ofHours(68));
        openRecord();
        page.locator(".periods button").last().click();
        assertThat(page.locator(".tile.heart-rate .moment").first()).hasText("24 Oct");
        assertThat(page.locator(".tile.heart-rate .moment").allTextContents())
                .containsExactly("24 Oct", "25 Oct", "26 Oct");
    }

    private static boolean gap(Instant time) {
        return time.isBefore(NOW.minusSeconds(3000)) && time.isAfter(NOW.minusSeconds(3300));
    }

    private void showDay() {
        openRecord();
        page.locator(".periods button", new Page.LocatorOptions().setHasText("24 h"))
                .click();
        assertThat(page.locator(".tile.heart-rate .line").first()).isVisible();
        assertThat(page.locator(".loading")).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(30_000));
    }

    private void measureEvery(Duration step, Duration back) {
        for (Instant time = NOW.minus(back).plusSeconds(1); time.isBefore(NOW); time = time.plus(step)) {
            measure(time);
        }
        readings.sort(Comparator.comparing(Reading::time).reversed());
    }

    private void measure(Instant time) {
        for (String code : CODES) {
            int index = readings.size();
            readings.addFirst(new Reading(index, time, code, String.valueOf(60 + index % 30)));
        }
    }

    /** A search for Observations, newest first, by date and page. */
    private Answer search(Request request) {
        String url = request.url();
        int from = parameter(url, "_cursor").isEmpty() ? 0 : Integer.parseInt(parameter(url, "_cursor"));
        int count = Integer.parseInt(parameter(url, "_count"));
        List<Reading> found = readings.stream()
                .filter(it -> parameters(url, "date").stream().allMatch(date -> matches(date, it.time())))
                .toList();
        int to = Math.min(found.size(), from + count);
        String entries = found.subList(Math.min(from, to), to).stream()
                .map(it -> "{\"resource\":"
                        + RecordedNode.observation(it.index(), it.time(), it.code(), it.value(), "/min") + "}")
                .collect(Collectors.joining(","));
        String base = url.replaceAll("&?_cursor=[0-9]*", "");
        String next = to < found.size()
                ? ",\"link\":[{\"relation\":\"next\",\"url\":\"%s&_cursor=%d\"}]".formatted(base, to)
                : "";
        return Answer.json(200, "{\"resourceType\":\"Bundle\",\"entry\":[" + entries + "]" + next + "}");
    }

    private static boolean matches(String date, Instant time) {
        int order = time.compareTo(Instant.parse(date.substring(2)));
        return switch (date.substring(0, 2)) {
            case "ge" -> order >= 0;
            case "gt" -> order > 0;
            case "le" -> order <= 0;
            case "lt" -> order < 0;
            default -> throw new IllegalArgumentException("no such prefix");
        };
    }
}
