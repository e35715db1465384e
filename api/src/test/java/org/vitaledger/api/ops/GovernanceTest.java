package org.vitaledger.api.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.core.governance.Parameter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A consortium of one, where proposing decides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GovernanceTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RunningApi api;

    @BeforeAll
    void start(@TempDir Path home) {
        api = new RunningApi(home, InstantSource.system(), RunningApi.Options.defaults());
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void proposesAndTellsWhatWasDecided() {
        Map<String, Object> change = Map.of("change", "set-parameter", "name", "access-staleness", "value", 120);
        JsonNode proposed = post("proposals", change, api.operator, 201);
        assertThat(proposed.path("result").stringValue()).isEqualTo("ADOPTED");
        assertThat(api.ledger.snapshot().state().governance().parameter(Parameter.ACCESS_STALENESS))
                .isEqualTo(120);

        JsonNode told = body(api.get("/ops/governance", api.token(api.operator)), 200);
        assertThat(told.path("parameters").path("access-staleness").intValue()).isEqualTo(120);
        assertThat(told.path("members").path(0).path("standing").stringValue()).isEqualTo("ACTIVE");
        assertThat(told.path("proposals").path(0).path("change").stringValue())
                .isEqualTo("set access-staleness to 120");
        assertThat(told.path("proposals").path(0).path("votes").toString()).contains("APPROVE");
    }

    @Test
    void saysWhyAVoteIsRefused() {
        Map<String, Object> change = Map.of("change", "set-version", "version", 2, "fromHeight", 100);
        int number =
                post("proposals", change, api.operator, 201).path("proposal").intValue();
        assertThat(post("votes", Map.of("proposal", number, "choice", "reject"), api.operator, 422)
                        .toString())
                .contains("VL-CONTRACT-");
        assertThat(post("votes", Map.of("proposal", 700, "choice", "approve"), api.operator, 404)
                        .toString())
                .contains("VL-CONTRACT-");
        Map<String, Object> tooNew = Map.of("change", "set-version", "version", 3, "fromHeight", 1000);
        assertThat(post("proposals", tooNew, api.operator, 422).toString()).contains("VL-CONTRACT-");
        assertThat(post("proposals", Map.of("change", "remove", "member", "nobody.example"), api.operator, 404)
                        .toString())
                .contains("VL-CONTRACT-");
    }

    @Test
    void takesNothingElse() {
        post("votes", Map.of("proposal", "one", "choice", "approve"), api.operator, 400);
        post("votes", Map.of("proposal", 1, "choice", "perhaps"), api.operator, 400);
        post("proposals", Map.of("change", "dissolve"), api.operator, 400);
        post(
                "proposals",
                Map.of("change", "set-version", "version", (1L << 32) + 2, "fromHeight", 100),
                api.operator,
                400);
        post("proposals", Map.of("change", "admit", "member", "x.example", "ed25519", "00"), api.operator, 400);
        post("decrees", Map.of(), api.operator, 404);
        post("proposals", Map.of("change", "remove", "member", "nobody.example"), api.auditor, 403);
        assertThat(api.get("/ops/governance", api.token(api.practitioner)).statusCode())
                .isEqualTo(403);
    }

    private JsonNode post(String path, Map<String, Object> content, Account account, int status) {
        return body(
                api.send(api.request("/ops/governance/" + path, api.token(account))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(content)))
                        .build()),
                status);
    }

    private static JsonNode body(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }
}
