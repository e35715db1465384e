package org.vitaledger.api.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.api.oauth.Browser.location;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.core.value.Role;

/** How long a login lasts, what ends it, and that nothing is kept for those who have not logged in. */
class SignInTest {
    private static final String ADDRESS = "http://localhost:8470";

    @TempDir
    Path home;

    private Instant now = Instant.now();
    private RunningApi api;
    private Browser browser;

    @BeforeEach
    void start() {
        api = new RunningApi(home, () -> now, RunningApi.Options.defaults().withBase(ADDRESS));
        browser = new Browser(api);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void keepsNothingForWhoHasNotLoggedIn() throws Exception {
        for (int request = 0; request < 50; request++) {
            HttpResponse<String> answer = new Browser(api).authorize(Map.of("state", "s".repeat(500)));
            assertThat(answer.headers().allValues("set-cookie")).isEmpty();
        }
        browser.get("/login");
        assertThat(browser.cookies()).containsOnly("XSRF-TOKEN");
    }

    @Test
    void refusesAnAuthorizationRequestThatIsTooLarge() throws Exception {
        HttpResponse<String> stranger = browser.authorize(Map.of("state", "s".repeat(12_000)));
        assertThat(stranger.statusCode()).isEqualTo(414);
        assertThat(stranger.body()).contains("VL-HTTP-002");

        browser.login(api.practitioner, RunningApi.PASSWORD);
        assertThat(browser.authorize(Map.of("state", "s".repeat(12_000))).statusCode())
                .isEqualTo(414);
        assertThat(browser.post("/oauth2/authorize", browser.authorizeParameters())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void goesOnAfterTheLoginWhereItWasGoing() throws Exception {
        String page = location(browser.authorize(Map.of()));

        HttpResponse<String> answer = browser.login(page, api.practitioner, RunningApi.PASSWORD);
        assertThat(location(answer)).startsWith("/oauth2/authorize?").contains("state=xyz");
        assertThat(location(browser.get(location(answer)))).contains("code=");
    }

    @Test
    void keepsTheWayThroughAWrongPasswordAndGoesNowhereElse() throws Exception {
        String page = location(browser.authorize(Map.of()));
        String again = location(browser.login(page, api.practitioner, "not this password"));
        assertThat(again).startsWith("/login?error");
        assertThat(location(browser.login(again, api.practitioner, RunningApi.PASSWORD)))
                .startsWith("/oauth2/authorize?");

        String elsewhere = "/login?continue=https%3A%2F%2Fevil.example%2F";
        assertThat(location(browser.login(elsewhere, api.practitioner, RunningApi.PASSWORD)))
                .isEqualTo("/");
    }

    @Test
    void renewsTokensForAShiftWithActivity() throws Exception {
        browser.login(api.practitioner, RunningApi.PASSWORD);
        for (int minutes = 0; minutes < 11 * 60; minutes += 25) {
            String token = browser.token(browser.renew());
            assertThat(api.get("/fhir/Observation", token).statusCode()).isEqualTo(200);
            now = now.plus(Duration.ofMinutes(25));
        }
        now = now.plus(Duration.ofMinutes(35));
        assertThat(browser.renew()).as("idle").contains("error=login_required", "state=xyz");
    }

    @Test
    void endsALoginAfterTwelveHoursWhateverItsActivity() throws Exception {
        browser.login(api.practitioner, RunningApi.PASSWORD);
        for (int minutes = 0; minutes < 12 * 60; minutes += 20) {
            assertThat(browser.renew()).contains("code=");
            now = now.plus(Duration.ofMinutes(20));
        }
        assertThat(browser.renew()).contains("error=login_required");
    }

    @Test
    void answersAStrangerWithoutALoginPageIfToldSo() throws Exception {
        assertThat(browser.renew()).startsWith(ADDRESS + "/console/?").contains("error=login_required", "state=xyz");
        HttpResponse<String> foreign =
                browser.authorize(Map.of("prompt", "none", "redirect_uri", "https://evil.example/"));
        assertThat(foreign.statusCode()).isEqualTo(400);
    }

    @Test
    void renewsNothingForAClosedAccountOrAnotherPassword() throws Exception {
        Account closed = api.account("closed", Role.PRACTITIONER);
        browser.login(closed, RunningApi.PASSWORD);
        assertThat(browser.renew()).contains("code=");
        api.server
                .directory()
                .put(new Account(
                        closed.login(),
                        closed.passwordHash(),
                        closed.principal(),
                        closed.role(),
                        Optional.empty(),
                        false));
        assertThat(browser.renew()).contains("error=login_required");

        Browser other = new Browser(api);
        other.login(api.practitioner, RunningApi.PASSWORD);
        String code = other.renew();
        Account before = api.practitioner;
        api.server
                .directory()
                .put(new Account(
                        before.login(),
                        api.server.secrets().hash("another long phrase"),
                        before.principal(),
                        before.role(),
                        Optional.empty(),
                        true));
        assertThat(other.renew()).contains("error=login_required");
        assertThat(other.token(code)).as("the code of the old login").isEmpty();
    }

    @Test
    void endsTheLoginWithTheLogout() throws Exception {
        browser.login(api.practitioner, RunningApi.PASSWORD);
        browser.post("/logout", Map.of());

        assertThat(browser.renew()).contains("error=login_required");
    }

    @Test
    void keepsOnlyTheNewestLoginsOfAnAccount() throws Exception {
        browser.login(api.practitioner, RunningApi.PASSWORD);
        for (int more = 0; more < LoginSessions.PER_ACCOUNT; more++) {
            new Browser(api).login(api.practitioner, RunningApi.PASSWORD);
        }

        assertThat(browser.renew()).contains("error=login_required");
    }
}
