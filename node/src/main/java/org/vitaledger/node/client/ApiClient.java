package org.vitaledger.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.code.CodeMap;
import org.vitaledger.core.proof.ProofVerifier;
import org.vitaledger.core.proof.Statement;
import org.vitaledger.core.proof.Verdict;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.VerifyingKey;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.device.publish.Login;
import org.vitaledger.ledger.DeclaredCodes;
import org.vitaledger.node.cli.Output;
import org.vitaledger.node.run.NodeFault;

/** Talks to the API as any client does, over HTTP, and checks proofs with the offline verifier. For any thread. */
public final class ApiClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATIENT = "/Patient/";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final byte[] policy;
    private final Signatures signatures;
    private final CodeMap codes = DeclaredCodes.load();

    /**
     * A client.
     *
     * @param base of the API, without a path
     * @param policy what proofs are checked with; may be empty where none are
     */
    public ApiClient(String base, byte[] policy, Signatures signatures) {
        this.base = base;
        this.policy = policy;
        this.signatures = signatures;
    }

    /** Registers a patient: a FHIR create whose answer says the handle. */
    public PatientHandle createPatient(String given, String family, String token) {
        String patient = Output.toJson(Map.of(
                "resourceType",
                "Patient",
                "active",
                true,
                "name",
                List.of(Map.of("family", family, "given", List.of(given)))));
        HttpResponse<byte[]> answer = send(request(base + "/fhir/Patient", token)
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(patient))
                .build());
        requireTaken(answer);
        String location = answer.headers().firstValue("Location").orElse("");
        String id = location.substring(location.indexOf(PATIENT) + PATIENT.length());
        return PatientHandle.parse(id.split("/", -1)[0]);
    }

    /** Enrols a device for a patient by the operator's requests, and answers with its login. */
    public Login.Password enrol(VerifyingKey key, PatientHandle patient, String token) {
        JsonNode enrolled = post(
                "/ops/devices",
                Map.of("algorithm", key.algorithm().name(), "key", key.raw().hex()),
                token);
        String device = enrolled.path("device").asText();
        post("/ops/devices/" + device + "/bind", Map.of("patient", patient.text()), token);
        return new Login.Password(device, Bytes.utf8(enrolled.path("credential").asText()));
    }

    /** What an operator's request answers. */
    public JsonNode post(String path, Map<String, String> body, String token) {
        HttpResponse<byte[]> answer = send(request(base + path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Output.toJson(body)))
                .build());
        requireTaken(answer);
        return json(answer);
    }

    /** The ids of all Observations of a patient, by a FHIR search page after page. */
    public Set<String> observations(PatientHandle patient, String token) {
        Set<String> ids = new HashSet<>();
        Optional<String> next = Optional.of(base + "/fhir/Observation?patient=" + patient.text() + "&_count=200");
        while (next.isPresent()) {
            JsonNode bundle = json(get(next.get(), token));
            bundle.path("entry")
                    .forEach(entry -> ids.add(entry.path("resource").path("id").asText()));
            next = link(bundle, "next");
        }
        return ids;
    }

    /** Whether the reading's proof proves that reading. */
    public boolean proves(String reading, String token) {
        HttpResponse<byte[]> answer = get(base + "/proofs/observation/" + reading, token);
        return answer.statusCode() == 200
                && ProofVerifier.verify(answer.body(), policy, signatures, codes) instanceof Verdict.Proved proved
                && proved.statement() instanceof Statement.ReadingCommitted committed
                && committed.reading().id().text().equals(reading);
    }

    /** The status of a read. */
    public int status(String path, String token) {
        return get(base + path, token).statusCode();
    }

    /** A proof file. */
    public byte[] proof(String reading, String token) {
        return get(base + "/proofs/observation/" + reading, token).body();
    }

    private static Optional<String> link(JsonNode bundle, String relation) {
        for (JsonNode link : bundle.path("link")) {
            if (link.path("relation").asText().equals(relation)) {
                return Optional.of(link.path("url").asText());
            }
        }
        return Optional.empty();
    }

    /** What a path answers, as JSON. */
    public JsonNode read(String path, String token) {
        HttpResponse<byte[]> answer = get(base + path, token);
        requireTaken(answer);
        return json(answer);
    }

    private JsonNode json(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new NodeFault(
                    NodeFault.NodeCode.API_UNREACHABLE, Map.of("api", base, "status", answer.statusCode()), e);
        }
    }

    /** A text as JSON. */
    public static JsonNode parse(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<byte[]> get(String address, String token) {
        return send(request(address, token).build());
    }

    private static HttpRequest.Builder request(String address, String token) {
        return HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).header("Authorization", "Bearer " + token);
    }

    private void requireTaken(HttpResponse<byte[]> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw ApiAnswer.fault(base, answer.statusCode(), answer.body());
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new NodeFault(NodeFault.NodeCode.API_UNREACHABLE, Map.of("api", base), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
