package org.vitaledger.api.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.api.fake.Sample;
import org.vitaledger.core.Proves;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Device;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FakeFeed feed = new FakeFeed();
    private RunningApi api;

    @BeforeAll
    void start(@TempDir Path home) {
        api = new RunningApi(
                home, InstantSource.system(), RunningApi.Options.defaults().withFeed(feed));
        new Sample(api).consent(api.patient, api.practitioner);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void enrolsBindsAndRevokesADevice() {
        String key = Signatures.platform()
                .generate(Algorithm.ED25519, new SecureRandom())
                .verifyingKey()
                .raw()
                .hex();
        JsonNode enrolled = post("/ops/devices", Map.of("algorithm", "ED25519", "key", key), 201);
        DeviceId device = DeviceId.parse(enrolled.path("device").stringValue());
        assertThat(enrolled.path("credential").stringValue()).isEqualTo("secret-of-" + device.text());

        post(
                "/ops/devices/" + device.text() + "/bind",
                Map.of("patient", api.handle(api.patient).text()),
                200);
        Device bound = api.ledger.snapshot().state().device(device).orElseThrow();
        assertThat(bound.patient()).contains(api.handle(api.patient));
        assertThat(api.get("/fhir/Device/" + device.text(), api.token(api.practitioner))
                        .body())
                .contains(
                        "\"status\":\"active\"",
                        "Patient/" + api.handle(api.patient).text());

        post("/ops/devices/" + device.text() + "/revoke", Map.of(), 200);
        assertThat(api.ledger.snapshot().state().device(device).orElseThrow().status())
                .isEqualTo(Device.Status.REVOKED);
        assertThat(post("/ops/devices/" + device.text() + "/bind", Map.of(), 422)
                        .toString())
                .contains("VL-CONTRACT-032");
        assertThat(post("/ops/devices/ffffffffffffffff/revoke", Map.of(), 404).toString())
                .contains("VL-CONTRACT-030");
        assertThat(api.get("/ops/devices", api.token(api.operator)).body()).contains(device.text(), "REVOKED");
    }

    @Test
    void enrolsAndWithdrawsPeople() {
        JsonNode enrolled = post(
                "/ops/principals", Map.of("login", "new", "password", "long enough to guess", "role", "PATIENT"), 201);
        Account account = api.server.directory().account("new").orElseThrow();
        assertThat(account.patient().map(PatientHandle::text))
                .contains(enrolled.path("patient").stringValue());
        String token = api.token(account);
        assertThat(api.get("/fhir/Observation", token).statusCode()).isEqualTo(200);

        post("/ops/principals", Map.of("login", "new", "password", "another long phrase", "role", "PATIENT"), 422);
        post("/ops/principals/" + account.principal().text() + "/withdraw", Map.of(), 200);

        assertThat(api.get("/fhir/Observation", token).statusCode()).isEqualTo(401);
        assertThat(api.get("/ops/principals", api.token(api.operator)).body())
                .contains(account.principal().text());
    }

    @Test
    void sealsThePatientsThatAnOperatorCreates() {
        String body =
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Müller\",\"given\":[\"Änne\",\"Marie\"]}]}";
        HttpResponse<String> created = api.send(api.request("/fhir/Patient", api.token(api.operator))
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        assertThat(created.statusCode()).isEqualTo(201);
        String location = created.headers().firstValue("location").orElseThrow();
        String handle = location.replaceFirst(".*/Patient/([0-9a-f]{32}).*", "$1");
        post(
                "/ops/principals",
                Map.of("login", "anne", "password", "long enough to guess", "role", "PATIENT", "patient", handle),
                201);
        Account anne = api.server.directory().account("anne").orElseThrow();
        new Sample(api).consent(anne, api.practitioner);

        assertThat(names("name=mull")).isEqualTo(1);
        assertThat(names("name=anne")).isEqualTo(1);
        assertThat(names("name=rie")).isZero();
        assertThat(names("name:contains=rie")).isEqualTo(1);
        assertThat(names("name:exact=Marie")).isEqualTo(1);
        assertThat(names("name:exact=marie")).isZero();
        assertThat(names("name=mull,nobody&name=anne")).isEqualTo(1);
        assertThat(api.get("/fhir/Patient/" + handle, api.token(api.operator)).statusCode())
                .isEqualTo(403);
        assertThat(api.get("/fhir/Patient/" + handle, api.token(anne)).body()).contains("Müller");
    }

    @Test
    @Proves("INV-012")
    void showsQuarantineGapsAndCountersButNoClinicalContent() {
        feed.raise(FakeFeed.alert(api.handle(api.patient), "heart rate 190"));
        String token = api.token(api.operator);
        Sample sample = new Sample(api);
        DeviceId device = sample.device(api.handle(api.patient));
        sample.pack(device, api.handle(api.patient), 6, Instant.EPOCH);
        sample.pack(device, api.handle(api.patient), 9, Instant.EPOCH);
        sample.pack(device, api.handle(api.patient), 3, Instant.EPOCH);

        assertThat(api.get("/ops/quarantine", token).body()).contains("BAD_SIGNATURE", "\"id\":4711");
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                JSON.readTree(api.get("/ops/gaps", token).body()))
                        .containsExactly(gap(device, 7, 8), gap(device, 4, 5), gap(device, 1, 2)));
        assertThat(api.get("/ops/metrics", token).body()).contains("\"accepted\":42", "\"responses\":{");
        assertThat(api.get("/ops/alerts", token).body())
                .contains("CRITICAL")
                .doesNotContain("heart rate", api.handle(api.patient).text());
        assertThat(api.get("/ops/nothing", token).statusCode()).isEqualTo(404);
    }

    @Test
    void issuesAndWithdrawsTheCredentialOfAReaderOfAlerts() {
        assertThat(post("/ops/readers", Map.of("name", "ward-3"), 201)
                        .path("credential")
                        .stringValue())
                .isEqualTo("secret-of-ward-3");
        assertThat(post("/ops/readers", Map.of("name", "Ward 3"), 400).toString())
                .contains("VL-HTTP-022");
        assertThat(post("/ops/readers", Map.of(), 400).toString()).contains("VL-HTTP-022");
        post("/ops/readers/ward-3/withdraw", Map.of(), 200);
        assertThat(feed.withdrawn).containsExactly("ward-3");
        assertThat(post("/ops/readers/ward-3/withdraw", Map.of(), 404).toString())
                .contains("VL-HTTP-040");
        assertThat(post("/ops/readers/mistyped/withdraw", Map.of(), 404).toString())
                .contains("VL-HTTP-040");

        for (Account account : List.of(api.patient, api.practitioner, api.auditor)) {
            HttpResponse<String> refused = api.send(api.request("/ops/readers", api.token(account))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"ward-4\"}"))
                    .build());
            assertThat(refused.statusCode()).isEqualTo(403);
        }
    }

    @Test
    void refusesBodiesThatAreNoJsonObjects() {
        for (String body : List.of("{", "[]", "\"x\"", "{\"algorithm\":\"ED25519\",\"key\":\"zz\"}")) {
            HttpResponse<String> answer = api.send(api.request("/ops/devices", api.token(api.operator))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).contains("VL-HTTP-022");
        }
    }

    private int names(String query) {
        HttpResponse<String> answer = api.get("/fhir/Patient?" + query, api.token(api.practitioner));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("total").intValue();
    }

    private JsonNode post(String path, Map<String, String> body, int status) {
        HttpResponse<String> answer = api.send(api.request(path, api.token(api.operator))
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    @Test
    void takesInAgainWhatIsInQuarantine() {
        assertThat(post("/ops/quarantine/4711/replay", Map.of(), 200))
                .isEqualTo(JSON.valueToTree(Map.of("id", 4711, "outcome", "REFUSED", "reason", "BAD_SIGNATURE")));
        post("/ops/quarantine/4712/replay", Map.of(), 404);
        post("/ops/quarantine/x/replay", Map.of(), 400);
    }

    private static JsonNode gap(DeviceId device, int first, int last) {
        return JSON.valueToTree(Map.of("device", device.text(), "first", first, "last", last));
    }
}
