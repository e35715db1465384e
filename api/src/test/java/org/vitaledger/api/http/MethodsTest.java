package org.vitaledger.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.fake.RunningApi;

/** Which methods addresses know, and whose scripts may read them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MethodsTest {
    private RunningApi api;

    @BeforeAll
    void start(@TempDir Path home) {
        api = RunningApi.start(home);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    /** TRACE would send back the bearer token. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ledger/checkpoint",
                "/health",
                "/proofs/verify",
                "/alerts",
                "/ops/devices",
                "/account/password",
                "/fhir/metadata",
                "/fhir/Observation",
                "/fhir/Consent/00",
                "/fhir/.well-known/smart-configuration",
                "/login",
                "/oauth2/token",
                "/nothing"
            })
    void sendsNoRequestBack(String path) {
        for (String method : new String[] {"TRACE", "TRACK"}) {
            HttpResponse<String> answer = send(method, path, api.operator);

            assertThat(answer.statusCode()).as(method + " " + path).isBetween(400, 499);
            assertThat(answer.body()).doesNotContain("Bearer");
            if (answer.statusCode() == 405) {
                assertThat(answer.headers().firstValue("allow").orElse("")).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /ledger/checkpoint, 'GET, HEAD, OPTIONS'",
        "TRACE, /ledger/checkpoint, 'GET, HEAD, OPTIONS'",
        "PUT, /proofs/verify, 'GET, HEAD, POST, OPTIONS'",
        "POST, /health, 'GET, HEAD, OPTIONS'",
        "POST, /fhir/.well-known/smart-configuration, 'GET, HEAD, OPTIONS'",
        "GET, /account/password, 'POST, OPTIONS'",
        "POST, /oauth2/authorize, GET",
        "DELETE, /fhir/Consent/00, 'GET, HEAD, PUT, OPTIONS'",
        "DELETE, /fhir/Consent, 'GET, HEAD, POST, OPTIONS'",
        "DELETE, /fhir/Observation/0011223344556677-1-0, 'GET, HEAD, OPTIONS'",
        "POST, /fhir/Observation, 'GET, HEAD, OPTIONS'",
        "TRACE, /fhir/Observation, 'GET, HEAD, OPTIONS'",
    })
    void namesTheMethodsThatAnAddressKnows(String method, String path, String methods) {
        HttpResponse<String> answer = send(method, path, api.patient);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains(methods);
        assertThat(answer.body()).contains("VL-HTTP-003");
    }

    @Test
    void tellsTheMethodsToWhoAsks() {
        HttpResponse<String> answer = send("OPTIONS", "/ledger/checkpoint", api.patient);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("allow")).contains("GET, HEAD, OPTIONS");
    }

    @Test
    void letsScriptsOfEverySiteReadThePublicLogAlone() {
        for (String path : new String[] {"/ledger/checkpoint", "/ledger/policy", "/ledger/blocks", "/ledger/nothing"}) {
            assertThat(origins(path)).as(path).contains("*");
        }
        for (String path : new String[] {"/health", "/fhir/metadata", "/proofs/verify", "/oauth2/jwks", "/console/"}) {
            assertThat(origins(path)).as(path).isEmpty();
        }
    }

    private Optional<String> origins(String path) {
        HttpRequest request = HttpRequest.newBuilder(api.uri(path))
                .header("Origin", "https://verifier.example")
                .build();
        return api.send(request).headers().firstValue("access-control-allow-origin");
    }

    private HttpResponse<String> send(String method, String path, Account account) {
        return api.send(api.request(path, api.token(account))
                .header("Content-Type", "application/fhir+json")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }
}
