package org.vitaledger.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.vitaledger.core.proof.SmallLedger;
import org.vitaledger.core.sign.Algorithm;

/**
 * Answers of a node, given in the browser instead of by a server. The answer of the longest path that a request begins
 * with counts. For the thread of the browser.
 */
final class RecordedNode {
    static final String PATIENT = "00000000000000000000000000000001";
    static final SmallLedger LEDGER = new SmallLedger(Algorithm.ES256);

    private static final Instant RAISED = Instant.parse("2026-01-01T00:00:00Z");
    private static final String CONSENT = """
            {"resourceType":"Consent","id":"00000000000000000000000000000009","status":"active","provision":{
            "period":{"start":"2026-01-01T00:00:00Z"},"purpose":[{"code":"TREAT"}],
            "actor":[{"reference":{"reference":"Organization/hospital-a.example"}}]}}
            """;
    private static final String AUDIT_EVENT = """
            {"resourceType":"AuditEvent","id":"00000000000000000000000000000001.1","recorded":"2026-01-01T00:00:00Z",
            "outcome":"4","outcomeDesc":"NO_CONSENT","purposeOfEvent":[{"coding":[{"code":"TREAT"}]}],
            "agent":[{"who":{"reference":"Practitioner/00000000000000000000000000000002"}}],
            "entity":[{"what":{"reference":"Patient/00000000000000000000000000000001"},"name":"Observation.search"}]}
            """;
    private static final String BLOCKS = """
            {"blocks":[{"height":1,"time":"2026-01-01T00:00:00Z","size":7,"commands":{"Anchor":1,"PutConsent":1},
            "refused":0,"readings":3}]}
            """;
    private static final String DEVICE = """
            {"device":"0000000000000001","member":"hospital-a.example","algorithm":"ES256","status":"ACTIVE",
            "patient":"","anchoredSequence":1}
            """;

    private final Map<String, Function<Request, Answer>> answers = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();

    private Optional<Instant> time = Optional.empty();
    private boolean cut;

    record Answer(int status, String type, byte[] body) {
        /** Sends the browser on. */
        static Answer redirect(String address) {
            return new Answer(302, address, new byte[0]);
        }

        static Answer json(int status, String body) {
            return new Answer(status, "application/json", body.getBytes(UTF_8));
        }

        static Answer text(byte[] body) {
            return new Answer(200, "text/plain", body);
        }

        /** A refusal as OperationOutcome. */
        static Answer refusal(int status, String code, String text, String remedy) {
            return json(status, """
                    {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"forbidden",
                    "details":{"coding":[{"code":"%s"}],"text":"%s"},"diagnostics":"%s"}]}
                    """.formatted(code, text, remedy));
        }

        /** FHIR resources as a search set. */
        static Answer bundle(String... resources) {
            List<String> entries = new ArrayList<>();
            for (String resource : resources) {
                entries.add("{\"resource\":" + resource + "}");
            }
            return json(200, "{\"resourceType\":\"Bundle\",\"entry\":[" + String.join(",", entries) + "]}");
        }
    }

    RecordedNode answer(String path, Answer answer) {
        return answer(path, request -> answer);
    }

    RecordedNode answer(String path, Function<Request, Answer> answer) {
        answers.put(path, answer);
        return this;
    }

    /** The time of its clock, as every answer tells it. */
    void setTime(Instant now) {
        time = Optional.of(now);
    }

    /** From now on it can't be reached. */
    void cut() {
        cut = true;
    }

    /** The paths and queries that were asked for, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** Takes over everything but the pages themselves. */
    void serve(BrowserContext session) {
        session.route(url -> !URI.create(url).getPath().startsWith("/console/"), this::fulfill);
    }

    private void fulfill(Route route) {
        if (cut) {
            route.abort();
            return;
        }
        URI address = URI.create(route.request().url());
        String path = address.getPath();
        asked.add(address.getQuery() == null ? path : path + "?" + address.getQuery());
        Answer answer = answers.entrySet().stream()
                .filter(entry -> path.startsWith(entry.getKey()))
                .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
                .map(entry -> entry.getValue().apply(route.request()))
                .orElseGet(() -> Answer.refusal(404, "VL-HTTP-004", "There is nothing at this address.", ""));
        route.fulfill(new Route.FulfillOptions()
                .setStatus(answer.status())
                .setHeaders(headers(answer))
                .setBodyBytes(answer.body()));
    }

    private Map<String, String> headers(Answer answer) {
        String name = answer.status() == 302 ? "location" : "content-type";
        Map<String, String> headers = new LinkedHashMap<>(Map.of(name, answer.type()));
        time.ifPresent(
                now -> headers.put("date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC))));
        return headers;
    }

    /** A token that says what the pages read from tokens; nobody checks it here. */
    static String token(String role, String patient, long expires) {
        String claims = "{\"sub\":\"00000000000000000000000000000002\",\"role\":\"%s\",\"patient\":\"%s\",\"exp\":%d}"
                .formatted(role, patient, expires);
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8)) + ".c2ln";
    }

    /** A node with one patient, two readings, two alerts and a small ledger. */
    static RecordedNode ward() {
        return new RecordedNode()
                .answer("/fhir/Patient", Answer.bundle("{\"resourceType\":\"Patient\",\"id\":\"" + PATIENT + "\"}"))
                .answer("/fhir/Patient/", Answer.json(200, "{\"resourceType\":\"Patient\",\"id\":\"" + PATIENT + "\"}"))
                .answer(
                        "/fhir/Observation",
                        Answer.bundle(
                                observation(1, "8867-4", "72.5", "/min"), observation(2, "8310-5", "37.0", "Cel")))
                .answer("/fhir/Consent", Answer.bundle(CONSENT))
                .answer("/fhir/AuditEvent", Answer.bundle(AUDIT_EVENT))
                .answer("/alerts", Answer.json(200, "[" + alert(1, "WARNING", "warning-high", "8867-4 133 /min") + "]"))
                .answer(
                        "/alerts/stream",
                        new Answer(
                                200,
                                "text/event-stream",
                                ("data: " + alert(2, "CRITICAL", "critical-low", "59408-5 84 %") + "\n\n")
                                        .getBytes(UTF_8)))
                .answer("/ledger/policy", Answer.text(LEDGER.policy()))
                .answer("/ledger/checkpoint", Answer.text(checkpoint(LEDGER)))
                .answer("/ledger/blocks", Answer.json(200, BLOCKS))
                .answer("/proofs/observation", Answer.text(LEDGER.proof(4, LEDGER.ofReading(1))))
                .answer("/proofs/verify", Answer.json(200, "{\"verified\":true,\"verifier\":\"server\"}"))
                .answer(
                        "/ops/metrics",
                        Answer.json(200, "{\"ingest\":{\"packs.accepted\":7},\"height\":3,\"entries\":9}"))
                .answer("/ops/devices", Answer.json(200, "[" + DEVICE + "]"))
                .answer("/ops/", Answer.json(200, "[]"));
    }

    /** The note at the end of a proof file. */
    static byte[] checkpoint(SmallLedger ledger) {
        String proof = new String(ledger.proof(4, ledger.ofReading(0)), UTF_8);
        return proof.substring(proof.indexOf("\n\n") + 2).getBytes(UTF_8);
    }

    static String alert(int id, String severity, String rule, String text) {
        return ("{\"id\":\"%1$d\",\"time\":\"2026-01-01T00:00:0%1$dZ\",\"raised\":\"2026-01-01T00:00:0%1$dZ\","
                        + "\"patient\":\"%2$s\",\"device\":\"0000000000000001\","
                        + "\"rule\":\"%3$s\",\"severity\":\"%4$s\",\"text\":\"%5$s\"}")
                .formatted(id, PATIENT, rule, severity, text);
    }

    /** The reading of that index in the small ledger, but for code and value. */
    static String observation(int index, String code, String value, String unit) {
        return observation(index, RAISED.plusMillis(index), code, value, unit);
    }

    static String observation(int index, Instant time, String code, String value, String unit) {
        return """
                {"resourceType":"Observation","id":"0000000000000001-1-%1$d","code":{"coding":[{"code":"%2$s"}]},
                "subject":{"reference":"Patient/%3$s"},"device":{"reference":"Device/0000000000000001"},
                "effectiveDateTime":"%6$s","valueQuantity":{"value":%4$s,"code":"%5$s"}}
                """.formatted(index, code, PATIENT, value, unit, time);
    }
}
