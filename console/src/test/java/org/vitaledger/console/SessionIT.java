package org.vitaledger.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitaledger.console.RecordedNode.Answer;

/** How long somebody stays signed in, and what the pages say when that ends. */
class SessionIT extends BrowserBench {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TOKEN = Duration.ofMinutes(10);
    private static final String ENDED = "You have been signed out";

    @BeforeEach
    void begin() {
        setTime(START);
        node.answer("/oauth2/authorize", SessionIT::authorize).answer("/oauth2/token", request -> {
            String token = RecordedNode.token(
                    "PRACTITIONER", "", START.plus(TOKEN).plus(TOKEN).getEpochSecond());
            return Answer.json(200, "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\"}");
        });
    }

    /** As the server does it while the login lasts: straight back, with a code. */
    private static Answer authorize(Request request) {
        String back = parameter(request.url(), "redirect_uri") + "?code=abc&state=" + parameter(request.url(), "state");
        return Answer.redirect(back);
    }

    @Test
    void staysSignedInWhileAViewIsOpenAndKeepsIt() {
        signIn("PRACTITIONER", START.plus(TOKEN).getEpochSecond());
        page.fill("#handle", "abc");
        pass(TOKEN.minusSeconds(30));
        page.waitForCondition(() -> node.asked().contains("/oauth2/token"));
        pass(Duration.ofMinutes(5));
        assertThat(page.locator("#handle")).hasValue("abc");
        assertThat(page.locator(".signin")).hasCount(0);
    }

    @Test
    void saysThatTheSessionHasEndedAndKeepsThePlace() {
        node.answer("/oauth2/authorize", new Answer(200, "text/html", "<h1>Log in</h1>".getBytes(UTF_8)));
        signIn("PRACTITIONER", START.plus(TOKEN).getEpochSecond());
        goTo("#/patients/" + PATIENT);
        assertThat(page.locator(".tile.heart-rate")).isVisible();
        pass(TOKEN);
        assertThat(page.locator(".signin h1")).containsText(ENDED);
        assertThat(page.locator(".tile")).hasCount(0);
        assertThat(page.url()).endsWith("#/patients/" + PATIENT);
        assertThat(page.locator("#nav a")).hasCount(0);
    }

    @Test
    void saysInWordsForPeopleThatATokenIsNoLongerTaken() {
        node.answer("/oauth2/authorize", new Answer(200, "text/html", "<h1>Log in</h1>".getBytes(UTF_8)))
                .answer(
                        "/fhir/Patient",
                        Answer.refusal(401, "VL-HTTP-013", "The bearer token has expired.", "Get one."));
        enter("PRACTITIONER", START.plus(TOKEN).getEpochSecond());
        assertThat(page.locator(".signin h1")).containsText(ENDED);
        assertThat(page.locator("body")).not().containsText("earer");
        expectFaults();
    }

    @Test
    void takesNoTokenFromAnAddress() {
        page.navigate(server.base() + "#token=" + RecordedNode.token("PRACTITIONER", "", START.getEpochSecond() + 600));
        assertThat(page.locator(".signin button.primary")).isVisible();
        assertThat(page.evaluate("() => sessionStorage.length")).isEqualTo(0);
        assertThat(page.url()).doesNotContain("token");
    }

    @Test
    void changesThePassword() {
        Answer done = new Answer(204, "application/json", new byte[0]);
        node.answer("/oauth2/revoke", done).answer("/logout", done).answer("/account/password", request -> {
            assertThat(request.postData()).isEqualTo("{\"current\":\"old one\",\"new\":\"a long new one\"}");
            return done;
        });
        signIn("PRACTITIONER", START.plus(TOKEN).getEpochSecond());
        page.locator("#account a").click();
        page.fill("#current-password", "old one");
        page.fill("#new-password", "a long new one");
        page.fill("#repeated-password", "a long new ones");
        page.locator("form button.primary").click();
        assertThat(page.locator(".result")).containsText("not the same");
        page.fill("#repeated-password", "a long new one");
        page.locator("form button.primary").click();
        assertThat(page.locator(".result")).containsText("Your password has been changed");
        assertThat(page.locator("#current-password")).hasCount(0);
        screenshot("password-changed");
        page.locator(".account button.primary").click();
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")))
                .isVisible();
    }

    @Test
    void saysWhyAPasswordWasNotChanged() {
        node.answer(
                "/account/password",
                Answer.refusal(422, "VL-HTTP-099", "The password is too short.", "Take at least 12 characters."));
        signIn("PRACTITIONER", START.plus(TOKEN).getEpochSecond());
        goTo("#/account");
        page.fill("#current-password", "old one");
        page.fill("#new-password", "short");
        page.fill("#repeated-password", "short");
        page.locator("form button.primary").click();
        assertThat(page.locator(".result")).containsText("The password is too short.");
        assertThat(page.locator(".result")).containsText("Take at least 12 characters.");
        expectFaults();
    }
}
