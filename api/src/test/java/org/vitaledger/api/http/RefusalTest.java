package org.vitaledger.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.auth.Scopes;
import org.vitaledger.api.auth.TokenGrant;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.core.Proves;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.Role;
import org.vitaledger.journal.JournalFault;

/** The refusals at the door: tokens, scopes, roles, methods, sizes; and what every answer carries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTest {
    private RunningApi api;

    @BeforeAll
    void start(@TempDir Path home) {
        api = RunningApi.start(home);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/Observation", "/fhir/Patient/x", "/ops/devices", "/proofs/observation/x", "/alerts"})
    void refusesRequestsWithoutAToken(String path) {
        HttpResponse<String> answer = api.get(path);

        assertProblem(answer, 401, "VL-HTTP-010");
        assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
    }

    @Test
    void refusesABadToken() {
        HttpResponse<String> answer = api.get("/fhir/Observation", "not.a.token");

        assertProblem(answer, 401, "VL-HTTP-011");
        assertThat(answer.headers().firstValue("www-authenticate").orElse("")).contains("invalid_token");
        String token = api.token(api.patient);
        assertProblem(
                api.get("/fhir/Observation", token.substring(0, token.length() - 4) + "AAAA"), 401, "VL-HTTP-012");
        HttpRequest basic = HttpRequest.newBuilder(api.uri("/fhir/Observation"))
                .header("Authorization", "Basic " + token)
                .build();
        assertProblem(api.send(basic), 401, "VL-HTTP-010");
        assertProblem(api.get("/fhir/Observation?access_token=" + token), 401, "VL-HTTP-010");
    }

    @Test
    void refusesAnExpiredToken() {
        Instant past = Instant.parse("2026-01-01T00:00:00Z");
        TokenGrant grant = new TokenGrant(
                api.patient,
                Scopes.of(Role.PATIENT),
                Caller.purposeOf(Role.PATIENT),
                past,
                past.plus(Duration.ofMinutes(10)));

        assertProblem(
                api.get(
                        "/fhir/Observation",
                        api.server.tokens().issue(grant, "console").value()),
                401,
                "VL-HTTP-013");
    }

    @Test
    void refusesARevokedTokenAndAClosedAccount() {
        String token = api.token(api.patient);
        assertThat(api.get("/fhir/Observation", token).statusCode()).isEqualTo(200);
        api.server.tokens().revoke(token);
        assertProblem(api.get("/fhir/Observation", token), 401, "VL-HTTP-014");
    }

    @Test
    void refusesWhatTheScopesDoNotCover() {
        Instant now = Instant.now();
        TokenGrant narrow = new TokenGrant(
                api.practitioner,
                Scopes.parse("user/Observation.s"),
                Caller.purposeOf(Role.PRACTITIONER),
                now,
                now.plusSeconds(60));
        String token = api.server.tokens().issue(narrow, "console").value();

        assertThat(api.get("/fhir/Observation", token).statusCode()).isEqualTo(200);
        assertProblem(api.get("/fhir/Observation/0011223344556677-1-0", token), 403, "VL-HTTP-016");
        assertProblem(api.get("/fhir/Patient", token), 403, "VL-HTTP-016");
        assertProblem(api.get("/proofs/observation/0011223344556677-1-0", token), 403, "VL-HTTP-016");
    }

    @Test
    void refusesTheWrongRole() {
        assertProblem(api.get("/ops/devices", api.token(api.practitioner)), 403, "VL-HTTP-017");
        assertProblem(api.get("/fhir/AuditEvent", api.token(api.practitioner)), 403, "VL-HTTP-017");
        assertProblem(api.get("/fhir/Observation", api.token(api.operator)), 403, "VL-HTTP-017");
        assertProblem(api.get("/fhir/Patient", api.token(api.auditor)), 403, "VL-HTTP-017");
        assertProblem(api.get("/alerts", api.token(api.operator)), 403, "VL-HTTP-017");
    }

    @Test
    void refusesAPrincipalThatItsMemberHasWithdrawn() {
        var doctor = api.account("withdrawn", Role.PRACTITIONER);
        api.ledger
                .submit(new Command.PutPrincipal(new Principal(
                        doctor.principal(),
                        api.ledger.member(),
                        Set.of(Role.PRACTITIONER),
                        java.util.Optional.empty(),
                        false)))
                .join();

        assertProblem(api.get("/fhir/Observation", api.token(doctor)), 403, "VL-HTTP-019");
    }

    @Test
    @Proves("INV-014")
    void deniesWhenItsViewOfTheLedgerIsTooOld(@TempDir Path home) {
        Instant[] now = {Instant.parse("2026-03-01T12:00:00Z")};
        InstantSource clock = () -> now[0];
        RunningApi.Options options = RunningApi.Options.defaults().withStaleness(Duration.ofMinutes(1));
        try (RunningApi stale = new RunningApi(home, clock, options)) {
            assertThat(stale.get("/fhir/Observation", stale.token(stale.patient))
                            .statusCode())
                    .isEqualTo(200);
            now[0] = now[0].plus(Duration.ofMinutes(2));

            assertProblem(stale.get("/fhir/Observation", stale.token(stale.patient)), 503, "VL-HTTP-050");
        }
    }

    @Test
    @Proves("INV-014")
    void deniesEarlierIfTheMembersDecidedSo(@TempDir Path home) {
        Instant[] now = {Instant.parse("2026-03-01T12:00:00Z")};
        RunningApi.Options options = RunningApi.Options.defaults().withStaleness(Duration.ofMinutes(1));
        try (RunningApi strict = new RunningApi(home, () -> now[0], options)) {
            strict.ledger
                    .submit(new Command.Propose(1, new Change.SetParameter("access-staleness", 20)))
                    .join();
            now[0] = now[0].plusSeconds(20);
            assertThat(strict.get("/fhir/Observation", strict.token(strict.patient))
                            .statusCode())
                    .isEqualTo(200);
            now[0] = now[0].plusSeconds(1);

            assertProblem(strict.get("/fhir/Observation", strict.token(strict.patient)), 503, "VL-HTTP-050");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing, 404, VL-HTTP-004",
        "/console/, 404, VL-HTTP-004",
        "/ledger/nothing, 404, VL-HTTP-004",
        "/ledger/tile/0/000, 404, VL-HTTP-040",
        "/health/../fhir/Observation, 401, VL-HTTP-010",
    })
    void answersUnknownAddressesWithAnOutcome(String path, int status, String code) {
        assertProblem(api.get(path), status, code);
    }

    @Test
    void answersMalformedHttpWithoutAStackTrace() throws IOException {
        String answer = raw("GET /fhir/Observation HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("OperationOutcome")
                .doesNotContain("etty", "Exception");
        assertThat(raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 414")
                .contains("VL-HTTP-002");
    }

    @Test
    void putsProtectiveHeadersOnEveryAnswer() {
        for (String path :
                List.of("/health", "/nothing", "/fhir/metadata", "/fhir/Observation?x=y", "/proofs/nothing")) {
            HttpResponse<String> answer = api.get(path, api.token(api.patient));
            var headers = answer.headers();
            assertThat(headers.firstValue("x-content-type-options")).contains("nosniff");
            assertThat(headers.firstValue("content-security-policy").orElse("")).contains("frame-ancestors 'none'");
            assertThat(headers.firstValue("cache-control").orElse("")).contains("no-store");
            assertThat(headers.firstValue("server")).isEmpty();
            assertThat(headers.firstValue("x-powered-by")).isEmpty();
            assertThat(headers.firstValue("access-control-allow-origin")).isEmpty();
        }
    }

    @Test
    void saysThatItIsUp() {
        assertThat(api.get("/health").statusCode()).isEqualTo(200);
        assertThat(api.get("/health").body())
                .startsWith("{\"status\":\"up\",\"components\":[")
                .contains("{\"name\":\"audit\",\"status\":\"up\"}", "{\"name\":\"index\",\"status\":\"up\"}");
    }

    @Test
    @Proves({"INV-009", "INV-022"})
    void saysWhichPartIsDownByItsCodeAlone() {
        AtomicBoolean down = new AtomicBoolean(true);
        Fault fault = new JournalFault(
                JournalFault.Kind.WRITE_FAILED, Map.of("file", "/srv/node/edge/spool"), new IOException("Mustermann"));
        api.server.health().add("spool", () -> down.get() ? Optional.of(fault) : Optional.empty());

        HttpResponse<String> answer = api.get("/health");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .startsWith("{\"status\":\"down\"")
                .contains("{\"name\":\"spool\",\"status\":\"down\",\"code\":\"VL-JOURNAL-003\"")
                .doesNotContain("Mustermann", "/srv");
        down.set(false);
        assertThat(api.get("/health").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/fhir/Patient/00112233445566778899aabbccddeeff, /fhir/Patient/*",
        "/fhir/Observation/0011223344556677-1-0, /fhir/Observation/*",
        "/proofs/access/x.1, /proofs/access/*",
        "/Mustermann, /*",
        "/, /",
    })
    @Proves("INV-009")
    void keepsIdentifiersOutOfTheAccessLog(String path, String route) {
        assertThat(AccessLog.route(path)).isEqualTo(route);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"OperationOutcome\"", code).doesNotContain("Exception", "at org.");
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/fhir+json");
    }
}
