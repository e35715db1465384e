package org.vitaledger.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A browser with the pages, and a node whose answers a test makes up. Any fault that a page reports fails the test. */
abstract class BrowserBench {
    static final String PATIENT = RecordedNode.PATIENT;
    private static final long FAR = 4_000_000_000L;

    static PagesServer server;
    static Chromium chromium;

    final RecordedNode node = RecordedNode.ward();
    private final List<String> faults = new ArrayList<>();
    private boolean faultsExpected;
    BrowserContext session;
    Page page;

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
        renewSession(new Browser.NewContextOptions().setLocale("en-GB").setTimezoneId("UTC"));
    }

    @AfterEach
    void endSession() {
        leave();
        if (!faultsExpected) {
            assertThat(faults).isEmpty();
        }
    }

    /** The pages report faults in this test, such as refused requests. */
    final void expectFaults() {
        faultsExpected = true;
    }

    /** Closes a session once nothing more is asked. */
    final void leave() {
        page.navigate("about:blank");
        session.unrouteAll();
        session.close();
    }

    final void renewSession(Browser.NewContextOptions options) {
        session = chromium.session(options);
        node.serve(session);
        page = session.newPage();
        page.onPageError(faults::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                faults.add(message.text());
            }
        });
    }

    /** Makes it a time of the browser's clock, which goes on from there. */
    final void setTime(Instant time) {
        page.clock().install(new Clock.InstallOptions().setTime(time.toString()));
    }

    /** Lets time pass at once, with what was to happen in it. */
    final void pass(Duration time) {
        page.clock().fastForward(time.toMillis());
    }

    final void signIn(String role) {
        signIn(role, FAR);
    }

    final void signIn(String role, long expiresSeconds) {
        enter(role, expiresSeconds);
        page.locator("#nav a").first().waitFor();
    }

    /** Opens the pages with a token that the node may refuse. */
    final void enter(String role, long expiresSeconds) {
        page.navigate(server.base());
        page.evaluate(
                "token => sessionStorage.setItem('vitaledger.token', token)",
                RecordedNode.token(role, PATIENT, expiresSeconds));
        page.reload();
    }

    final void goTo(String address) {
        page.evaluate("address => { location.hash = address; }", address);
    }

    final void openRecord() {
        signIn("PRACTITIONER");
        goTo("#/patients/" + PATIENT);
    }

    /** A picture for whoever looks at the pages after a test. */
    final void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }

    static String parameter(String url, String name) {
        return parameters(url, name).stream().findFirst().orElse("");
    }

    static List<String> parameters(String url, String name) {
        List<String> values = new ArrayList<>();
        for (String pair : url.substring(url.indexOf('?') + 1).split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                values.add(URLDecoder.decode(pair.substring(name.length() + 1), UTF_8));
            }
        }
        return values;
    }
}
