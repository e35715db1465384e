package org.vitaledger.api.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import tools.jackson.databind.json.JsonMapper;

/** A proposal to admit somebody tells by which card, so that who votes can compare it. */
class AdmissionTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void tellsWhichCardIsVotedOn(@TempDir Path home) {
        Map<String, Object> change = new HashMap<>(Map.of(
                "change",
                "admit",
                "member",
                "new.example",
                "ed25519",
                key(Algorithm.ED25519),
                "mlDsa44",
                key(Algorithm.ML_DSA_44)));
        try (RunningApi api = new RunningApi(home, InstantSource.system(), RunningApi.Options.defaults())) {
            assertThat(propose(api, change).statusCode()).as("no card").isEqualTo(400);
            change.put("card", "00".repeat(31));
            assertThat(propose(api, change).statusCode()).as("no hash").isEqualTo(400);
            change.put("card", "ab".repeat(32));
            assertThat(propose(api, change).statusCode()).isEqualTo(201);

            HttpResponse<String> told = api.get("/ops/governance", api.token(api.operator));
            assertThat(JSON.readTree(told.body()).at("/proposals/0/change").stringValue())
                    .isEqualTo("admit new.example, card " + "ab".repeat(32));
        }
    }

    private static String key(Algorithm algorithm) {
        return Signatures.platform()
                .generate(algorithm, new SecureRandom())
                .verifyingKey()
                .raw()
                .hex();
    }

    private static HttpResponse<String> propose(RunningApi api, Map<String, Object> change) {
        return api.send(api.request("/ops/governance/proposals", api.token(api.operator))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(change)))
                .build());
    }
}
