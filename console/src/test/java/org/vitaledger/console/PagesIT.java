package org.vitaledger.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.console.RecordedNode.Answer;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.proof.SmallLedger;
import org.vitaledger.core.sign.Algorithm;

/** The pages with a node's answers that a test makes up: signing in, roles, refusals, proofs, accessibility. */
class PagesIT {
    private static final String PATIENT = "00000000000000000000000000000001";
    private static final long FAR = 4_000_000_000L;
    private static final SmallLedger LEDGER = new SmallLedger(Algorithm.ES256);

    private static PagesServer server;
    private static Chromium chromium;

    private final RecordedNode node = recorded();
    private final List<String> faults = new ArrayList<>();
    private BrowserContext session;
    private Page page;

    @BeforeAll
    static void open() throws IOException {
        chromium = Chromium.start();
        server = new PagesServer();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
            server.close();
        }
    }

    @BeforeEach
    void newSession() {
        session = chromium.session(new Browser.NewContextOptions());
        page = newPage();
    }

    @AfterEach
    void endSession() {
        leave();
        assertThat(faults).isEmpty();
    }

    /** Closes a session once nothing more is asked. */
    private void leave() {
        page.navigate("about:blank");
        session.unrouteAll();
        session.close();
    }

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
    void takesATokenFromTheAddressAndRemovesItAtOnce() {
        signIn("PRACTITIONER");
        assertThat(page.url()).doesNotContain("token");
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
    void saysThatTheTokenHasExpiredAndForgetsIt() {
        node.answer(
                "/fhir/Patient", Answer.refusal(401, "VL-HTTP-013", "The bearer token has expired.", "Get a token."));
        signIn("PRACTITIONER");
        assertThat(page.locator(".problem")).containsText("The bearer token has expired.");
        assertThat(page.locator(".signin button.primary")).isVisible();
        assertThat(page.evaluate("() => sessionStorage.length")).isEqualTo(0);
        assertThat(page.locator("#nav a")).hasCount(0);
        faults.clear();
    }

    @Test
    void saysWhyAPatientIsDeniedAndAsksOnce() {
        node.answer(
                "/fhir/Patient/",
                Answer.refusal(403, "VL-HTTP-018", "No consent permits this request.", "Ask the patient."));
        signIn("PRACTITIONER");
        page.fill("#handle", "f".repeat(32));
        page.press("#handle", "Enter");
        assertThat(page.locator(".problem.denied")).containsText("No consent permits this request.");
        page.waitForTimeout(3000);
        assertThat(node.asked()).filteredOn(path -> path.contains("ffffffff")).hasSize(1);
        faults.clear();
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
        assertThat(page.locator("dialog .steps li[data-state=good]")).hasCount(10);
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
        node.answer("/ledger/checkpoint", Answer.text(checkpoint(other)));
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
        session = chromium.session(
                new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 850));
        page = newPage();
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
            page.waitForTimeout(700);
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

    private Page newPage() {
        node.serve(session);
        Page opened = session.newPage();
        opened.onPageError(faults::add);
        opened.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                faults.add(message.text());
            }
        });
        return opened;
    }

    private void signIn(String role) {
        page.navigate(server.base() + "#token=" + RecordedNode.token(role, PATIENT, FAR));
        page.waitForFunction("() => !location.hash.includes('token')");
    }

    private void goTo(String address) {
        page.evaluate("address => { location.hash = address; }", address);
    }

    private static RecordedNode recorded() {
        return new RecordedNode()
                .answer("/fhir/Patient", Answer.bundle("{\"resourceType\":\"Patient\",\"id\":\"" + PATIENT + "\"}"))
                .answer("/fhir/Patient/", Answer.json(200, "{\"resourceType\":\"Patient\",\"id\":\"" + PATIENT + "\"}"))
                .answer(
                        "/fhir/Observation",
                        Answer.bundle(
                                observation(1, "8867-4", "72.5", "/min"), observation(2, "8310-5", "37.0", "Cel")))
                .answer("/fhir/Consent", Answer.bundle(CONSENT))
                .answer("/fhir/AuditEvent", Answer.bundle(AUDIT_EVENT))
                .answer("/alerts", Answer.json(200, "[" + alert(1, "WARNING", "warning-high", "8867-4 133 /min") + "]"))
                .answer(
                        "/alerts/stream",
                        new Answer(
                                200,
                                "text/event-stream",
                                ("data: " + alert(2, "CRITICAL", "critical-low", "59408-5 84 %") + "\n\n")
                                        .getBytes(UTF_8)))
                .answer("/ledger/policy", Answer.text(LEDGER.policy()))
                .answer("/ledger/checkpoint", Answer.text(checkpoint(LEDGER)))
                .answer("/ledger/blocks", Answer.json(200, BLOCKS))
                .answer("/proofs/observation", Answer.text(LEDGER.proof(4, LEDGER.ofReading(1))))
                .answer("/proofs/verify", Answer.json(200, "{\"verified\":true,\"verifier\":\"server\"}"))
                .answer(
                        "/ops/metrics",
                        Answer.json(200, "{\"ingest\":{\"packs.accepted\":7},\"height\":3,\"entries\":9}"))
                .answer("/ops/devices", Answer.json(200, "[" + DEVICE + "]"))
                .answer("/ops/", Answer.json(200, "[]"));
    }

    /** The note at the end of a proof file. */
    private static byte[] checkpoint(SmallLedger ledger) {
        String proof = new String(ledger.proof(4, ledger.ofReading(0)), UTF_8);
        return proof.substring(proof.indexOf("\n\n") + 2).getBytes(UTF_8);
    }

    private static final String CONSENT = """
            {"resourceType":"Consent","id":"00000000000000000000000000000009","status":"active","provision":{
            "period":{"start":"2026-01-01T00:00:00Z"},"purpose":[{"code":"TREAT"}],
            "actor":[{"reference":{"reference":"Organization/hospital-a.example"}}]}}
            """;
    private static final String AUDIT_EVENT = """
            {"resourceType":"AuditEvent","id":"00000000000000000000000000000001.1","recorded":"2026-01-01T00:00:00Z",
            "outcome":"4","outcomeDesc":"NO_CONSENT","purposeOfEvent":[{"coding":[{"code":"TREAT"}]}],
            "agent":[{"who":{"reference":"Practitioner/00000000000000000000000000000002"}}],
            "entity":[{"what":{"reference":"Patient/00000000000000000000000000000001"},"name":"Observation.search"}]}
            """;
    private static final String BLOCKS = """
            {"blocks":[{"height":1,"time":"2026-01-01T00:00:00Z","size":7,"commands":{"Anchor":1,"PutConsent":1},
            "refused":0,"readings":3}]}
            """;
    private static final String DEVICE = """
            {"device":"0000000000000001","member":"hospital-a.example","algorithm":"ES256","status":"ACTIVE",
            "patient":"","anchoredSequence":1}
            """;

    private static String alert(int id, String severity, String rule, String text) {
        return ("{\"id\":\"%d\",\"time\":\"2026-01-01T00:00:0%dZ\",\"patient\":\"%s\",\"device\":\"0000000000000001\","
                        + "\"rule\":\"%s\",\"severity\":\"%s\",\"text\":\"%s\"}")
                .formatted(id, id, PATIENT, rule, severity, text);
    }

    /** The reading of that index in the small ledger, but for code and value. */
    private static String observation(int index, String code, String value, String unit) {
        return """
                {"resourceType":"Observation","id":"0000000000000001-1-%1$d","code":{"coding":[{"code":"%2$s"}]},
                "subject":{"reference":"Patient/%3$s"},"device":{"reference":"Device/0000000000000001"},
                "effectiveDateTime":"2026-01-01T00:00:00.00%1$dZ","valueQuantity":{"value":%4$s,"code":"%5$s"}}
                """.formatted(index, code, PATIENT, value, unit);
    }

    private static String parameter(String url, String name) {
        for (String pair : url.substring(url.indexOf('?') + 1).split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), UTF_8);
            }
        }
        return "";
    }
}
