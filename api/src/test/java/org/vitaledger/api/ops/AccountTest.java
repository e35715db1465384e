package org.vitaledger.api.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.api.fake.Sample;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.Role;
import tools.jackson.databind.json.JsonMapper;

/** Who gets an account, with which password, and who can be in whose place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NEW = "seven grey herons";

    private RunningApi api;

    @BeforeAll
    void start(@TempDir Path home) {
        api = RunningApi.start(home);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void changesAPasswordAndEndsWhatTheOldOneBegan() {
        Account nurse = api.account("nurse", Role.PRACTITIONER);
        String token = api.token(nurse);
        String other = api.token(nurse);

        refused(change(token, RunningApi.PASSWORD, RunningApi.PASSWORD), 422, "VL-HTTP-065");
        assertThat(change(token, RunningApi.PASSWORD, NEW).statusCode()).isEqualTo(204);
        for (String old : new String[] {token, other}) {
            assertThat(api.get("/fhir/Observation", old).statusCode()).isEqualTo(401);
        }
        String fresh = api.token(api.server.directory().account("nurse").orElseThrow());
        assertThat(api.get("/fhir/Observation", fresh).statusCode()).isEqualTo(200);
        refused(change(fresh, RunningApi.PASSWORD, "eight grey herons"), 403, "VL-HTTP-060");
        assertThat(change(fresh, NEW, "eight grey herons").statusCode()).isEqualTo(204);
    }

    @Test
    void boundsTheGuessesAtAPassword() {
        String token = api.token(api.account("guessed", Role.PRACTITIONER));
        for (int guess = 0; guess < 5; guess++) {
            refused(change(token, "guess number " + guess, NEW), 403, "VL-HTTP-060");
        }
        HttpResponse<String> closed = change(token, RunningApi.PASSWORD, NEW);
        refused(closed, 429, "VL-HTTP-062");
        assertThat(closed.headers().firstValue("retry-after")).contains("60");
    }

    @Test
    void asksForATokenAndBothPasswords() {
        assertThat(api.send(HttpRequest.newBuilder(api.uri("/account/password"))
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build())
                        .statusCode())
                .isEqualTo(401);
        refused(post("/account/password", Map.of("new", NEW), api.token(api.practitioner)), 400, "VL-HTTP-022");
        assertThat(api.get("/account/nothing", api.token(api.practitioner)).statusCode())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "elevenchars",
                "password1234",
                "P@ssw0rd!!!!",
                "aaaaaaaaaaaaaa",
                "abcabcabcabcabc",
                "123456789012",
                "qwertyuiop[]",
                "weakling-2026!",
                "vitaledger2026",
                "Welcome20262026"
            })
    void refusesWeakPasswordsWhereverOneIsSet(String weak) {
        Account account = api.account("weakling", Role.PRACTITIONER);

        refused(change(api.token(account), RunningApi.PASSWORD, weak), 422, "VL-HTTP-061");
        refused(enrol("weakling2", weak, Role.PRACTITIONER, Optional.empty()), 422, "VL-HTTP-061");
        refused(reset(account, weak), 422, "VL-HTTP-061");
    }

    @Test
    void resetsThePasswordsOfStaffButNotOfPatients() {
        Account clerk = api.account("clerk", Role.AUDITOR);
        String token = api.token(clerk);

        assertThat(reset(clerk, NEW).statusCode()).isEqualTo(200);
        assertThat(api.get("/fhir/AuditEvent", token).statusCode()).isEqualTo(401);
        refused(reset(api.patient, NEW), 422, "VL-HTTP-063");
        assertThat(api.get("/fhir/Observation", api.token(api.patient)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void makesNobodyAPatientWhoHasDataOrAConsentOrAnAccount() {
        PatientHandle measured = fresh();
        new Sample(api).device(measured);
        refused(enrol("intruder", NEW, Role.PATIENT, Optional.of(measured)), 422, "VL-HTTP-063");
        refused(enrol("intruder", NEW, Role.PATIENT, Optional.of(api.handle(api.patient))), 422, "VL-HTTP-063");

        PatientHandle withdrawn = fresh();
        assertThat(enrol("once", NEW, Role.PATIENT, Optional.of(withdrawn)).statusCode())
                .isEqualTo(201);
        Account once = api.server.directory().account("once").orElseThrow();
        post("/ops/principals/" + once.principal().text() + "/withdraw", Map.of(), api.token(api.operator));
        refused(enrol("twice", NEW, Role.PATIENT, Optional.of(withdrawn)), 422, "VL-HTTP-063");
        refused(enrol("staff", NEW, Role.OPERATOR, Optional.of(fresh())), 400, "VL-HTTP-022");
    }

    @Test
    void showsThePatientWhoMadeTheAccount() {
        PatientHandle handle = fresh();
        assertThat(enrol("shown", NEW, Role.PATIENT, Optional.of(handle)).statusCode())
                .isEqualTo(201);
        Account shown = api.server.directory().account("shown").orElseThrow();
        post("/ops/principals/" + shown.principal().text() + "/withdraw", Map.of(), api.token(api.operator));

        String trail = api.get("/fhir/AuditEvent?patient=" + handle.text(), api.token(api.auditor))
                .body();
        assertThat(trail)
                .contains(
                        "Account.create",
                        "Account.delete",
                        api.operator.principal().text());
    }

    @Test
    void asksTheLedgerAtEachRequestWhetherTheOperatorStillIsOne() {
        Account former = api.account("former", Role.OPERATOR);
        String token = api.token(former);
        assertThat(api.get("/ops/devices", token).statusCode()).isEqualTo(200);
        put(former, Set.of(Role.OPERATOR), false);

        refused(api.get("/ops/devices", token), 403, "VL-HTTP-019");
        refused(api.get("/ops/governance", token), 403, "VL-HTTP-019");
        refused(post("/ops/principals", Map.of("login", "x"), token), 403, "VL-HTTP-019");
        put(former, Set.of(Role.AUDITOR), true);
        refused(api.get("/ops/devices", token), 403, "VL-HTTP-017");
    }

    private void put(Account account, Set<Role> roles, boolean active) {
        api.ledger
                .submit(new Command.PutPrincipal(
                        new Principal(account.principal(), api.ledger.member(), roles, Optional.empty(), active)))
                .join();
    }

    private PatientHandle fresh() {
        return new PatientHandle(org.vitaledger.core.bytes.Bytes.of(api.bytes(PatientHandle.SIZE)));
    }

    private HttpResponse<String> change(String token, String current, String next) {
        return post("/account/password", Map.of("current", current, "new", next), token);
    }

    private HttpResponse<String> reset(Account account, String password) {
        return post(
                "/ops/principals/" + account.principal().text() + "/password",
                Map.of("password", password),
                api.token(api.operator));
    }

    private HttpResponse<String> enrol(String login, String password, Role role, Optional<PatientHandle> patient) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("login", login);
        body.put("password", password);
        body.put("role", role.name());
        patient.ifPresent(handle -> body.put("patient", handle.text()));
        return post("/ops/principals", body, api.token(api.operator));
    }

    private HttpResponse<String> post(String path, Map<String, String> body, String token) {
        return api.send(api.request(path, token)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(code);
    }
}
