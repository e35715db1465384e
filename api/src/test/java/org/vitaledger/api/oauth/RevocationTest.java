package org.vitaledger.api.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.auth.Service;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;
import tools.jackson.databind.json.JsonMapper;

/** Revoked is revoked: for public clients, after a restart, and the same to everybody who asks. */
class RevocationTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SECRET = "s3cret";

    @TempDir
    Path home;

    private RunningApi api;

    @BeforeEach
    void start() {
        api = running();
        for (String client : List.of("lab", "other")) {
            PrincipalId principal = new PrincipalId(Bytes.of(api.bytes(PrincipalId.SIZE)));
            api.server
                    .directory()
                    .put(new Service(
                            client,
                            new Service.Credential.Secret(api.server.secrets().hash(SECRET)),
                            principal,
                            Role.PRACTITIONER,
                            Set.of("system/Observation.rs"),
                            true));
        }
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void revokesForAPublicClient() throws Exception {
        Browser browser = new Browser(api);
        browser.login(api.patient, RunningApi.PASSWORD);
        String token = browser.token(Browser.location(browser.authorize(Map.of())));
        assertThat(api.get("/fhir/Observation", token).statusCode()).isEqualTo(200);

        HttpResponse<String> answer =
                new Browser(api).post("/oauth2/revoke", Map.of("client_id", "console", "token", token));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(api.get("/fhir/Observation", token).body()).contains("VL-HTTP-014");
        assertThat(new Browser(api)
                        .post("/oauth2/revoke", Map.of("client_id", "console", "token", "unknown"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void revokesAfterARestart() throws Exception {
        String token = token("lab");
        api.close();
        api = running();
        assertThat(introspect(token)).contains("\"active\":true", "\"client_id\":\"lab\"");

        assertThat(post("/oauth2/revoke", Map.of("token", token), "lab").statusCode())
                .isEqualTo(200);
        assertThat(introspect(token)).isEqualTo("{\"active\":false}");
        assertThat(api.get("/fhir/Observation", token).body()).contains("VL-HTTP-014");
        api.close();
        api = running();
        assertThat(api.get("/fhir/Observation", token).body()).contains("VL-HTTP-014");
    }

    @Test
    void refusesToRevokeForAnotherClient() throws Exception {
        String token = token("lab");

        for (HttpResponse<String> answer : List.of(
                post("/oauth2/revoke", Map.of("token", token), "other"),
                new Browser(api).post("/oauth2/revoke", Map.of("client_id", "console", "token", token)),
                new Browser(api).post("/oauth2/revoke", Map.of("client_id", "lab", "token", token)))) {
            assertThat(answer.statusCode()).isBetween(400, 401);
            assertThat(answer.body()).contains("\"error\"");
        }
        assertThat(introspect(token)).contains("\"active\":true");
    }

    @Test
    void answersUnauthenticatedClientsInJson() throws Exception {
        for (String path : new String[] {"/oauth2/token", "/oauth2/revoke", "/oauth2/introspect"}) {
            HttpResponse<String> answer = new Browser(api)
                    .post(path, Map.of("grant_type", "client_credentials", "client_id", "nobody", "token", "x"));
            assertThat(answer.statusCode()).as(path).isBetween(400, 401);
            assertThat(answer.headers().firstValue("content-type").orElse(""))
                    .as(path)
                    .startsWith("application/json");
            assertThat(answer.body()).contains("\"error\":\"invalid_client\"");
            assertThat(new Browser(api).get(path).statusCode())
                    .as("GET " + path)
                    .isBetween(400, 405);
        }
    }

    @Test
    void saysWhoIssuedATokenForWhom() throws Exception {
        SignedJWT token = SignedJWT.parse(token("lab"));

        assertThat(token.getHeader().getType().toString()).isEqualTo("at+jwt");
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(api.server.base());
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly(api.server.base());
        assertThat(token.getJWTClaimsSet().getStringClaim("client_id")).isEqualTo("lab");
    }

    private String token(String client) {
        return JSON.readTree(post("/oauth2/token", Map.of("grant_type", "client_credentials"), client)
                        .body())
                .path("access_token")
                .asString("");
    }

    private String introspect(String token) {
        return post("/oauth2/introspect", Map.of("token", token), "other").body();
    }

    private HttpResponse<String> post(String path, Map<String, String> fields, String client) {
        String basic = Base64.getEncoder().encodeToString((client + ":" + SECRET).getBytes(UTF_8));
        return api.send(HttpRequest.newBuilder(api.uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic " + basic)
                .POST(HttpRequest.BodyPublishers.ofString(Browser.form(fields)))
                .build());
    }

    private RunningApi running() {
        return new RunningApi(
                home, InstantSource.system(), RunningApi.Options.defaults().withBase("http://localhost:8470"));
    }
}
