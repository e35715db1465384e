package org.vitaledger.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.console.RecordedNode.Answer;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.proof.SmallLedger;
import org.vitaledger.core.sign.Algorithm;

/** The pages with a node's answers that a test makes up: signing in, roles, refusals, proofs, accessibility. */
class PagesIT extends BrowserBench {
    private static final SmallLedger LEDGER = RecordedNode.LEDGER;
    private static final long FAR = 4_000_000_000L;

    @Test
    void signsInByCodeWithPkceAndComesBackToTheSamePlace() {
        AtomicReference<String> challenge = new AtomicReference<>("");
        node.answer("/oauth2/authorize", request -> {
            challenge.set(parameter(request.url(), "code_challenge"));
            assertThat(parameter(request.url(), "code_challenge_method")).isEqualTo("S256");
            assertThat(parameter(request.url(), "redirect_uri")).isEqualTo(server.base());
            String back = server.base() + "?code=abc&state=" + parameter(request.url(), "state");
            String jump = "<meta http-equiv=refresh content=\"0;url=" + back + "\">";
            return new Answer(200, "text/html", jump.getBytes(UTF_8));
        });
        node.answer("/oauth2/token", request -> {
            String verifier = parameter("?" + request.postData(), "code_verifier");
            byte[] hash = Hash.sha256(verifier.getBytes(UTF_8)).toArray();
            assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(hash))
                    .isEqualTo(challenge.get());
            String token = RecordedNode.token("PRACTITIONER", "", FAR);
            return Answer.json(200, "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\"}");
        });
        page.navigate(server.base() + "#/alerts");
        page.locator(".signin button.primary").click();

        assertThat(page.locator("h1")).hasText("Alerts");
        assertThat(page).hasURL(server.base() + "#/alerts");
    }

    @Test
    void refusesAnAnswerOfTheLoginPageThatItDidNotAskFor() {
        page.navigate(server.base() + "?code=abc&state=xyz");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("does not belong to this tab");
        assertThat(node.asked()).noneMatch(path -> path.startsWith("/oauth2"));
    }

    @Test
    void keepsTheTokenInThisTabAlone() {
        signIn("PRACTITIONER");
        assertThat(page.evaluate("() => JSON.stringify(localStorage) + document.cookie")
                        .toString())
                .doesNotContain("e30.");
        page.reload();
        assertThat(page.locator("h1")).hasText("Patients");
    }

    @ParameterizedTest
    @CsvSource({
        "PATIENT, My record|Alerts|Consents|Access trail|Ledger|Check a proof",
        "PRACTITIONER, Patients|Alerts|Ledger|Check a proof",
        "AUDITOR, Ledger|Access trail|Check a proof",
        "OPERATOR, Operations|Ledger|Check a proof"
    })
    void showsTheRoleItsPagesOnly(String role, String pages) {
        signIn(role);
        assertThat(page.locator("#nav a")).hasText(pages.split("\\|"));
    }

    @Test
    void saysWhyAPatientIsDeniedAndAsksOnce() {
        node.answer(
                "/fhir/Patient/",
                Answer.refusal(403, "VL-HTTP-018", "No consent permits this request.", "Ask the patient."));
        setTime(Instant.parse("2026-01-01T00:00:05Z"));
        signIn("PRACTITIONER");
        page.fill("#handle", "f".repeat(32));
        page.press("#handle", "Enter");
        assertThat(page.locator(".problem.denied")).containsText("No consent permits this request.");
        pass(Duration.ofMinutes(1));
        assertThat(node.asked()).filteredOn(path -> path.contains("ffffffff")).hasSize(1);
        expectFaults();
    }

    @Test
    void showsNamesAsTextAndValuesWithTheirDigits() {
        node.answer("/fhir/Patient/", Answer.json(200, """
                {"resourceType":"Patient","id":"%s","name":[{"text":"<img src=x onerror=alert(1)>"}]}
                """.formatted(PATIENT)));
        signIn("PRACTITIONER");
        goTo("#/patients/" + PATIENT);
        assertThat(page.locator("h1")).hasText("<img src=x onerror=alert(1)>");
        assertThat(page.locator(".tile.temperature .now strong")).hasText("37.0");
        assertThat(page.locator("main img")).hasCount(0);
    }

    @Test
    void showsAlertsInWordsAsTheyCome() {
        signIn("PRACTITIONER");
        goTo("#/alerts");
        assertThat(page.locator(".alert")).hasCount(2);
        assertThat(page.locator(".alert").first()).containsText("Oxygen saturation 84 %");
        assertThat(page.locator(".alert").first()).containsText("at or below the lower critical limit");
        assertThat(page.locator(".alert .badge").first()).hasText("Critical");
    }

    @Test
    void provesTheReadingThatItShows() {
        signIn("PRACTITIONER");
        goTo("#/patients/" + PATIENT);
        page.locator(".tile.heart-rate button.verify").click();
        assertThat(page.locator("dialog .verdict")).containsText("Proved");
        assertThat(page.locator("dialog .verdict")).containsText("in this browser, from the files alone");
        assertThat(page.locator("dialog .steps li[data-state=good]")).hasCount(11);
        assertThat(node.asked()).noneMatch(path -> path.startsWith("/proofs/verify"));
    }

    @Test
    void refutesAProofOfAnotherReading() {
        node.answer("/proofs/observation", Answer.text(LEDGER.proof(4, LEDGER.ofReading(2))));
        signIn("PRACTITIONER");
        goTo("#/patients/" + PATIENT);
        page.locator(".tile.heart-rate button.verify").click();
        assertThat(page.locator("dialog .verdict")).containsText("Step SHOWN fails");
    }

    @Test
    void namesTheStepAtWhichATamperedProofFails() {
        byte[] tampered = LEDGER.proof(3, LEDGER.ofReading(1));
        signIn("AUDITOR");
        goTo("#/proofs");
        page.setInputFiles("#proof-file", new FilePayload("reading.tlog-proof", "text/plain", tampered));
        page.locator("form button.primary").click();
        assertThat(page.locator(".verdict")).containsText("Not proved");
        assertThat(page.locator(".steps li[data-state=bad]")).hasAttribute("data-step", "INCLUSION");
    }

    @Test
    void leavesToTheServerOnlyWhatTheBrowserCanNotCheck() {
        session.addInitScript("""
                const subtle = globalThis.SubtleCrypto?.prototype ?? {};
                const importKey = subtle.importKey;
                subtle.importKey = function (format, key, algorithm, ...rest) {
                  return algorithm.name === 'ML-DSA-44'
                    ? Promise.reject(new DOMException('unknown', 'NotSupportedError'))
                    : importKey.call(this, format, key, algorithm, ...rest);
                };
                """);
        signIn("PRACTITIONER");
        goTo("#/patients/" + PATIENT);
        page.locator(".tile.heart-rate button.verify").click();
        assertThat(page.locator("dialog .verdict")).containsText("by the server where the browser lacks an algorithm");
        assertThat(page.locator("dialog [data-step=CHECKPOINT] .by"))
                .hasText("this browser; a-pq (ML-DSA-44) by the server");
        assertThat(page.locator("dialog [data-step=PACK] .by")).hasText("this browser");
        assertThat(node.asked()).contains("/proofs/verify");
    }

    @Test
    void warnsWhenTheNodeShowsAnotherPolicy() {
        signIn("AUDITOR");
        assertThat(page.locator("#strip")).hasAttribute("data-state", "good");
        SmallLedger other = new SmallLedger(Algorithm.ED25519);
        node.answer("/ledger/policy", Answer.text(other.policy()));
        node.answer("/ledger/checkpoint", Answer.text(RecordedNode.checkpoint(other)));
        page.reload();
        assertThat(page.locator("#strip")).hasAttribute("data-state", "bad");
        assertThat(page.locator("#strip .check")).containsText("policy has changed");
    }

    @ParameterizedTest
    @CsvSource({
        "PRACTITIONER, LIGHT, 1360", "PRACTITIONER, DARK, 390",
        "AUDITOR, LIGHT, 390", "AUDITOR, DARK, 1360",
        "OPERATOR, LIGHT, 1360", "OPERATOR, DARK, 390",
        "PATIENT, DARK, 1360", "PATIENT, LIGHT, 390"
    })
    void everyPageIsAccessibleAndFits(String role, ColorScheme scheme, int width) throws IOException {
        leave();
        renewSession(new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 850));
        page.navigate(server.base());
        accessible("signed out");
        signIn(role);
        List<String> pages = new ArrayList<>();
        for (Object address : (List<?>) page.locator("#nav a").evaluateAll("all => all.map(it => it.hash)")) {
            pages.add(address.toString());
        }
        if (role.equals("PRACTITIONER")) {
            pages.add("#/patients/" + PATIENT);
        }
        for (String address : pages) {
            goTo(address);
            assertThat(page.locator("main h1")).isVisible();
            assertThat(page.getByText("Connecting")).hasCount(0);
            accessible(address);
            assertThat(page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
                    .as("overflow of " + address)
                    .isEqualTo(0);
        }
    }

    private void accessible(String address) throws IOException {
        try (InputStream axe = PagesIT.class.getResourceAsStream("/axe.min.js")) {
            page.evaluate(new String(Objects.requireNonNull(axe).readAllBytes(), UTF_8));
        }
        Object violations = page.evaluate("""
                async () => (await axe.run()).violations.map(
                  it => it.id + ': ' + it.nodes.map(node => node.target.join(' ')).join(', '))
                """);
        assertThat((List<?>) violations).as("accessibility of " + address).isEmpty();
    }
}
