package org.vitaledger.node.ward;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.api.auth.Account;
import org.vitaledger.console.Chromium;

/**
 * The console against a running node with devices that deliver over MQTT, in a real browser. Leaves screenshots in
 * {@code target/screenshots}.
 */
class ConsoleIT {
    private static final double PATIENCE_MILLIS = 30_000;
    private static final LocatorAssertions.ContainsTextOptions SOON =
            new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS);
    private static final LocatorAssertions.HasTextOptions SOON_TEXT =
            new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MILLIS);

    private static final LocatorAssertions.HasCountOptions SOON_COUNT =
            new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MILLIS);

    private static Chromium chromium;
    private static LiveWard ward;

    private final List<String> faults = new ArrayList<>();
    private BrowserContext session;
    private Page page;

    @BeforeAll
    static void open(@TempDir Path home) throws IOException, InterruptedException {
        chromium = Chromium.start();
        ward = new LiveWard(home);
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
            ward.close();
        }
    }

    @BeforeEach
    void newSession() {
        session = chromium.session(
                new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(1360, 900));
        page = newPage();
    }

    @AfterEach
    void endSession() {
        session.close();
        assertThat(faults).isEmpty();
    }

    @Test
    void logsInAndShowsThePatientsWhoHaveGivenAConsent() {
        page.navigate(ward.console());
        logIn("dr.reed");
        assertThat(page.locator("h1")).hasText("Patients", SOON_TEXT);
        assertThat(page.locator(".patient")).hasCount(3, SOON_COUNT);
        assertThat(page.locator(".patient h2 a").allTextContents())
                .containsExactlyInAnyOrder("Ada Berg", "Jonas Keller", "Mira Novak");
        assertThat(page.locator(".patient").first().locator(".heart-rate strong"))
                .hasText(Pattern.compile("[0-9]{2,3}"), SOON_TEXT);
        assertThat(page.url()).startsWith(ward.console()).doesNotContain("code=");
        screenshot("patients");
    }

    @Test
    void asksForThePasswordAgainAfterSigningOut() {
        page.navigate(ward.console());
        logIn("dr.reed");
        assertThat(page.locator("h1")).hasText("Patients", SOON_TEXT);
        page.locator("#account button").click();
        page.locator(".signin button.primary").click();
        assertThat(page.locator("#password")).isVisible();
        // What was under way when the token ended.
        faults.removeIf(fault -> fault.contains("401"));
    }

    @Test
    void looksTheSameAfterEveryReload() {
        page.navigate(ward.console());
        logIn("dr.reed");
        assertThat(page.locator("h1")).hasText("Patients", SOON_TEXT);
        String display = display();
        for (int i = 0; i < 2; i++) {
            page.reload();
            assertThat(page.locator("h1")).hasText("Patients", SOON_TEXT);
            assertThat(page.locator("#strip .check")).containsText("signatures checked in this browser", SOON);
            assertThat(display()).isEqualTo(display);
        }
    }

    @Test
    void getsANewTokenWhileTheLoginLasts() {
        page.navigate(ward.console());
        logIn("dr.reed");
        assertThat(page.locator("h1")).hasText("Patients", SOON_TEXT);
        String first = token();
        page.evaluate("() => import('./renewal.js').then(({ Renewal }) => { "
                + "new Renewal({ expires: Date.now() + 1000 }, () => {}, () => {}); })");
        page.waitForCondition(
                () -> !token().equals(first), new Page.WaitForConditionOptions().setTimeout(PATIENCE_MILLIS));
        page.reload();
        assertThat(page.locator("h1")).hasText("Patients", SOON_TEXT);
    }

    private String token() {
        return page.evaluate("() => sessionStorage.getItem('vitaledger.token')").toString();
    }

    /** What the style sheets make of the head of the page. */
    private String display() {
        return page.evaluate("() => getComputedStyle(document.getElementById('top')).display + ' '"
                        + " + getComputedStyle(document.body).display")
                .toString();
    }

    @Test
    void drawsVitalSignsAsTheyCome() {
        openRecord(0);
        assertThat(page.locator(".tile.vital h3"))
                .hasText(
                        new String[] {
                            "Heart rate", "Oxygen saturation", "Respiratory rate", "Blood pressure", "Temperature"
                        },
                        SOON_TEXT);
        Locator line = page.locator(".tile.heart-rate .line").last();
        String before = line.getAttribute("d");
        String newest = page.locator(".readings tbody tr td").first().textContent();
        page.waitForCondition(
                () -> !before.equals(line.getAttribute("d"))
                        && !newest.equals(
                                page.locator(".readings tbody tr td").first().textContent()),
                new Page.WaitForConditionOptions().setTimeout(PATIENCE_MILLIS));
        screenshot("record");
    }

    @Test
    void showsAnAlertWhenItIsRaised() {
        openRecord(1);
        assertThat(page.locator(".tile.oxygen .now strong")).hasText(Pattern.compile("9[0-9]|100"), SOON_TEXT);
        Locator alert = page.locator(".alerting .alert[data-severity=CRITICAL]");
        assertThat(alert).hasCount(0);
        ward.bedsides.get(1).worsen();
        assertThat(alert.first()).containsText("Oxygen saturation 82 %", SOON);
        assertThat(alert.first()).containsText("at or below the lower critical limit");
        screenshot("alert");
        page.locator("#nav a").first().click();
        assertThat(page.locator(".patient").first()).containsText("Jonas Keller", SOON);
        assertThat(page.locator(".patient .badge").first()).hasText("Critical");
    }

    @ParameterizedTest
    @CsvSource({"0, ES256", "2, ES256", "1, Ed25519"})
    void provesAReadingInTheBrowser(int patient, String algorithm) {
        openRecord(patient);
        page.locator(".tile.heart-rate button.verify").click();
        assertThat(page.locator("dialog .verdict")).containsText("Proved", SOON);
        assertThat(page.locator("dialog .verdict")).containsText("in this browser");
        assertThat(page.locator("dialog .steps li[data-state=good]")).hasCount(11);
        assertThat(page.locator("dialog .facts")).containsText("signed with " + algorithm);
        assertThat(page.locator("dialog .facts")).containsText("8867-4");
        screenshot("proof-" + patient);
    }

    @ParameterizedTest
    @CsvSource({"index, INCLUSION", "extra, EVIDENCE", "hospital, CHECKPOINT"})
    void namesTheStepAtWhichATamperedProofFails(String where, String step) {
        page.route(Pattern.compile("/proofs/observation/"), route -> tamper(route, where));
        openRecord(0);
        page.locator(".tile.heart-rate button.verify").click();
        assertThat(page.locator("dialog .verdict")).containsText("Not proved", SOON);
        assertThat(page.locator("dialog .steps li[data-state=bad]")).hasAttribute("data-step", step);
        screenshot("refuted-" + step);
    }

    @Test
    void saysThatAProofWhichIsNoneIsUnreadable() {
        page.route(Pattern.compile("/proofs/observation/"), route -> tamper(route, "c2sp"));
        openRecord(0);
        page.locator(".tile.heart-rate button.verify").click();
        assertThat(page.locator("dialog .verdict")).containsText("Unreadable", SOON);
        assertThat(page.locator("dialog .verdict")).not().containsText("Not proved");
    }

    @Test
    void saysThatNoConsentPermitsTheRecord() {
        signIn(ward.practitioner);
        page.fill("#handle", ward.patients.getLast().text());
        page.locator(".open button").click();
        assertThat(page.locator(".problem.denied")).containsText("No consent permits this request", SOON);
        assertThat(page.locator("h1")).not().containsText("Paul Otis");
        screenshot("denied");
        faults.removeIf(fault -> fault.contains("403"));
    }

    @Test
    void showsPatientsTheirOwnRecordConsentsAndWhoAsked() {
        signIn(ward.people.get(0));
        assertThat(page.locator("h1")).hasText("My record", SOON_TEXT);
        assertThat(page.locator(".tile.heart-rate .now strong")).hasText(Pattern.compile("[0-9]+"), SOON_TEXT);
        goTo("#/consents");
        assertThat(page.locator("tbody tr")).containsText("treatment", SOON);
        page.locator("tbody button.verify").click();
        assertThat(page.locator("dialog .facts")).containsText("active, version 1", SOON);
        page.keyboard().press("Escape");
        goTo("#/access");
        assertThat(page.locator("tbody tr").first()).containsText("permitted", SOON);
        screenshot("my-access-trail");
    }

    @Test
    void showsAuditorsTheLedgerAndTheProvableAccessTrail() {
        signIn(ward.auditor);
        assertThat(page.locator("#strip .check")).containsText("signatures checked in this browser", SOON);
        assertThat(page.locator(".verdict")).containsText("Signed and cosigned as the policy asks", SOON);
        assertThat(page.locator(".signers li")).hasCount(3);
        assertThat(page.locator("tbody tr").first()).containsText("batch anchored", SOON);
        screenshot("ledger");
        goTo("#/access");
        page.locator("tbody button.verify").first().click();
        assertThat(page.locator("dialog .verdict")).containsText("Proved", SOON);
        assertThat(page.locator("dialog .facts")).containsText("records of all patients");
        screenshot("access");
    }

    @Test
    void showsOperatorsDevicesAndCountersButNoPatients() {
        signIn(ward.operator);
        assertThat(page.locator("#nav a")).hasText(new String[] {"Operations", "Ledger", "Check a proof"});
        assertThat(page.locator(".counters")).containsText("Readings accepted", SOON);
        assertThat(page.locator("tbody tr").first()).containsText("active", SOON);
        assertThat(page.content()).doesNotContain("Ada Berg");
        screenshot("operations");
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 1360, 900", "DARK, 1360, 900", "LIGHT, 390, 844", "DARK, 390, 844"})
    void looksRightOnDeskAndPhone(ColorScheme scheme, int width, int height) {
        session.close();
        session = chromium.session(new Browser.NewContextOptions()
                .setLocale("en-GB")
                .setColorScheme(scheme)
                .setViewportSize(width, height));
        page = newPage();
        openRecord(0);
        assertThat(page.locator("#strip .check")).containsText("signatures checked", SOON);
        assertThat(page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
                .isEqualTo(0);
        screenshot("record-" + scheme.name() + "-" + width);
    }

    /** Changes one character in the line that begins so, or in the one behind "index". */
    private static void tamper(Route route, String where) {
        StringBuilder proof = new StringBuilder(route.fetch().text());
        int line = where.equals("hospital") ? proof.indexOf("\u2014 hospital") : ("\n" + proof).indexOf("\n" + where);
        int at = switch (where) {
            case "c2sp" -> line + 3;
            case "extra" -> line + 9;
            case "index" -> proof.indexOf("\n", line) + 5;
            default -> line + 60;
        };
        proof.setCharAt(at, proof.charAt(at) == 'A' ? 'B' : 'A');
        route.fulfill(new Route.FulfillOptions().setBodyBytes(proof.toString().getBytes(UTF_8)));
    }

    private void openRecord(int patient) {
        signIn(ward.practitioner);
        goTo("#/patients/" + ward.patients.get(patient).text());
        assertThat(page.locator(".tile.heart-rate .now strong")).hasText(Pattern.compile("[0-9]+"), SOON_TEXT);
    }

    private void signIn(Account person) {
        page.navigate(ward.console());
        page.evaluate("token => sessionStorage.setItem('vitaledger.token', token)", ward.token(person));
        page.reload();
        page.locator("#nav a").first().waitFor();
    }

    private void logIn(String name) {
        page.locator(".signin button.primary").click();
        page.fill("#username", name);
        page.fill("#password", LiveWard.PASSWORD);
        page.locator("form button").click();
    }

    private void goTo(String address) {
        page.evaluate("address => { location.hash = address; }", address);
    }

    private void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }

    private Page newPage() {
        Page opened = session.newPage();
        opened.onPageError(faults::add);
        opened.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                faults.add(message.text());
            }
        });
        return opened;
    }
}
