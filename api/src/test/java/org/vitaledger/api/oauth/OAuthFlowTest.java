package org.vitaledger.api.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.auth.Service;
import org.vitaledger.api.auth.TokenRefusal;
import org.vitaledger.api.auth.TokenVerdict;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OAuthFlowTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RunningApi api;
    private ECKey clientKey;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        api = RunningApi.start(home);
        clientKey = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        api.server
                .directory()
                .put(service(
                        "lab",
                        new Service.Credential.Secret(api.server.secrets().hash("s3cret"))));
        api.server
                .directory()
                .put(service(
                        "smart-backend", new Service.Credential.Keys(new JWKSet(clientKey.toPublicJWK()).toString())));
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void logsTheConsoleInByCodeWithPkce() throws Exception {
        JsonNode token = exchange(authorize(api.patient, RunningApi.PASSWORD), Browser.VERIFIER);

        assertThat(token.path("token_type").asString()).isEqualTo("Bearer");
        assertThat(token.path("patient").asString())
                .isEqualTo(api.handle(api.patient).text());
        assertThat(token.path("scope").asString()).isEqualTo("patient/*.rs");
        assertThat(token.path("expires_in").asInt()).isBetween(590, 600);
        assertThat(api.server.tokens().check(token.path("access_token").asString()))
                .isInstanceOf(TokenVerdict.Accepted.class);
    }

    @Test
    void refusesACodeWithAnotherVerifierAndACodeUsedTwice() throws Exception {
        String code = authorize(api.practitioner, RunningApi.PASSWORD);

        assertThat(exchange(code, Browser.VERIFIER + "x").path("error").asString())
                .isEqualTo("invalid_grant");
        String second = authorize(api.practitioner, RunningApi.PASSWORD);
        assertThat(exchange(second, Browser.VERIFIER).has("access_token")).isTrue();
        assertThat(exchange(second, Browser.VERIFIER).path("error").asString()).isEqualTo("invalid_grant");
    }

    @Test
    void refusesCodeRequestsWithoutPkceOrWithAForeignRedirect() throws Exception {
        Browser browser = new Browser(api);
        browser.login(api.patient, RunningApi.PASSWORD);

        Map<String, String> withoutPkce = browser.authorizeParameters();
        withoutPkce.remove("code_challenge");
        withoutPkce.remove("code_challenge_method");
        assertThat(browser.get("/oauth2/authorize?" + Browser.form(withoutPkce))
                        .headers()
                        .firstValue("location")
                        .orElse(""))
                .contains("error=invalid_request");
        Map<String, String> foreign = browser.authorizeParameters();
        foreign.put("redirect_uri", "http://evil.example/console/");
        assertThat(browser.get("/oauth2/authorize?" + Browser.form(foreign)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesAWrongPasswordAndClosesTheLoginAfterFive() throws Exception {
        Account guessed = api.account("guessed", Role.PATIENT);
        Browser browser = new Browser(api);
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(browser.login(guessed, "wrong")
                            .headers()
                            .firstValue("location")
                            .orElse(""))
                    .endsWith("/login?error");
        }

        assertThat(browser.login(guessed, RunningApi.PASSWORD)
                        .headers()
                        .firstValue("location")
                        .orElse(""))
                .endsWith("/login?error");
        assertThat(browser.get("/login?error").body()).contains("role=\"alert\"");
    }

    @Test
    void givesServicesTokensForTheirSecret() throws Exception {
        JsonNode token = clientCredentials("lab", "s3cret");

        assertThat(token.path("scope").asString()).isEqualTo("system/Observation.rs");
        assertThat(clientCredentials("lab", "wrong").path("error").asString()).isEqualTo("invalid_client");
        assertThat(clientCredentials("nobody", "s3cret").path("error").asString())
                .isEqualTo("invalid_client");
    }

    @Test
    void introspectsAndRevokesTokens() throws Exception {
        String token = clientCredentials("lab", "s3cret").path("access_token").asString();

        JsonNode active = post("/oauth2/introspect", Map.of("token", token), "lab", "s3cret");
        assertThat(active.path("active").asBoolean()).isTrue();
        assertThat(active.path("role").asString()).isEqualTo("PRACTITIONER");
        post("/oauth2/revoke", Map.of("token", token), "lab", "s3cret");

        assertThat(post("/oauth2/introspect", Map.of("token", token), "lab", "s3cret")
                        .path("active")
                        .asBoolean())
                .isFalse();
        assertThat(api.server.tokens().check(token)).isEqualTo(new TokenVerdict.Refused(TokenRefusal.REVOKED));
        assertThat(api.get("/ops/devices", token).statusCode()).isEqualTo(401);
    }

    @Test
    void acceptsASignedAssertionOnceAndWithoutClientId() throws Exception {
        String assertion = assertion("smart-backend", clientKey, Instant.now().plusSeconds(120));

        assertThat(withAssertion(assertion).has("access_token")).isTrue();
        assertThat(withAssertion(assertion).path("error").asString()).isEqualTo("invalid_client");
    }

    @Test
    void refusesAssertionsThatLastTooLongOrAreSignedByAnotherKey() throws Exception {
        ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();

        assertThat(withAssertion(assertion(
                                "smart-backend", clientKey, Instant.now().plusSeconds(3600)))
                        .path("error")
                        .asString())
                .isEqualTo("invalid_client");
        assertThat(withAssertion(assertion(
                                "smart-backend", stranger, Instant.now().plusSeconds(60)))
                        .path("error")
                        .asString())
                .isEqualTo("invalid_client");
    }

    @Test
    void publishesItsMetadataAndItsPublicKeyOnly() throws Exception {
        JsonNode metadata =
                JSON.readTree(api.get("/.well-known/oauth-authorization-server").body());

        assertThat(metadata.path("token_endpoint").asString()).isEqualTo(api.server.base() + "/oauth2/token");
        assertThat(metadata.path("code_challenge_methods_supported").toString()).contains("S256");
        assertThat(api.get("/oauth2/jwks").body()).contains("\"kty\":\"EC\"").doesNotContain("\"d\"");
    }

    private Service service(String clientId, Service.Credential credential) {
        PrincipalId principal = new PrincipalId(Bytes.of(api.bytes(PrincipalId.SIZE)));
        return new Service(clientId, credential, principal, Role.PRACTITIONER, Set.of("system/Observation.rs"), true);
    }

    private String authorize(Account account, String password) throws Exception {
        Browser browser = new Browser(api);
        HttpResponse<String> first = browser.get("/oauth2/authorize?" + Browser.form(browser.authorizeParameters()));
        assertThat(first.headers().firstValue("location").orElse("")).startsWith("/login?continue=");
        browser.login(account, password);
        HttpResponse<String> answer = browser.get("/oauth2/authorize?" + Browser.form(browser.authorizeParameters()));
        String location = answer.headers().firstValue("location").orElseThrow();
        Matcher code = Pattern.compile("code=([^&]+)").matcher(location);
        assertThat(location).startsWith(api.server.base() + "/console/?").contains("state=xyz");
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    private JsonNode exchange(String code, String verifier) {
        return post(
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        api.server.base() + "/console/",
                        "client_id",
                        "console",
                        "code_verifier",
                        verifier),
                "",
                "");
    }

    private JsonNode clientCredentials(String client, String secret) {
        return post("/oauth2/token", Map.of("grant_type", "client_credentials"), client, secret);
    }

    private JsonNode withAssertion(String assertion) {
        return post(
                "/oauth2/token",
                Map.of(
                        "grant_type", "client_credentials",
                        "scope", "system/Observation.rs",
                        "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "client_assertion", assertion),
                "",
                "");
    }

    private String assertion(String client, ECKey key, Instant expires) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer(client)
                        .subject(client)
                        .audience(api.server.base() + "/oauth2/token")
                        .jwtID(UUID.randomUUID().toString())
                        .expirationTime(Date.from(expires))
                        .build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private JsonNode post(String path, Map<String, String> parameters, String client, String secret) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Browser.form(parameters)));
        if (!client.isEmpty()) {
            String basic = Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(UTF_8));
            request.header("Authorization", "Basic " + basic);
        }
        String body = api.send(request.build()).body();
        return JSON.readTree(body.isEmpty() ? "{}" : body);
    }
}
