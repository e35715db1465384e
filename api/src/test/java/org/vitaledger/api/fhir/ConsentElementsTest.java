package org.vitaledger.api.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.core.SharedData;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a written Consent says is either kept and read back, or refused by the path of its element. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsentElementsTest {
    private static final int DEPTH = 6;
    private static final String EXTENSION = "[{\"url\":\"urn:x\",\"valueBoolean\":true}]";
    /** What a server assigns, whatever the client says (FHIR R4 http 3.1.0.8). */
    private static final Set<String> ASSIGNED = Set.of("id", "meta.versionId", "meta.lastUpdated");

    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("boolean", List.of("true", "false")),
            Map.entry("decimal", List.of("1.5")),
            Map.entry("integer", List.of("1")),
            Map.entry("positiveInt", List.of("1")),
            Map.entry("unsignedInt", List.of("1")),
            Map.entry("date", List.of("\"2030-01-01\"")),
            Map.entry("dateTime", List.of("\"2099-01-01\"")),
            Map.entry("instant", List.of("\"2030-01-01T00:00:00Z\"")),
            Map.entry("time", List.of("\"10:00:00\"")),
            Map.entry("base64Binary", List.of("\"eA==\"")),
            Map.entry("uuid", List.of("\"urn:uuid:c757873d-ec9a-4326-a141-556f43239520\"")),
            Map.entry("oid", List.of("\"urn:oid:1.2.3\"")),
            Map.entry("xhtml", List.of("\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">x</div>\"")));

    private final FhirContext fhir = FhirContext.forR4();
    private final JsonMapper json = new JsonMapper();
    private RunningApi api;

    @BeforeAll
    void start(@TempDir Path home) {
        api = RunningApi.start(home);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    /** An element of the type's definition, and a value for it. */
    private record Element(List<Step> path, String value) {
        String fhirPath() {
            return "Consent."
                    + String.join(
                            ".",
                            path.stream()
                                    .map(step -> step.name().replace("_", ""))
                                    .toList());
        }
    }

    private record Step(String name, boolean repeats) {}

    @Test
    void keepsOrRefusesEveryElementOfTheType() {
        List<Element> elements = new ArrayList<>();
        collect(fhir.getResourceDefinition("Consent"), List.of(), elements);
        List<String> wrong = new ArrayList<>();
        for (Element element : elements) {
            ObjectNode consent = valid();
            set(consent, element);
            String problem = problem(consent, element);
            if (!problem.isEmpty()) {
                wrong.add(element.fhirPath() + " = " + element.value() + ": " + problem);
            }
        }

        assertThat(elements).hasSizeGreaterThan(400);
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"decision\":\"deny\" | 400 | Consent.decision",
                "\"provison\":{\"type\":\"deny\"} | 400 | Consent.provison",
                "\"_birthDate\":{\"id\":\"a\"} | 400 | Consent._birthDate",
                "\"patientResource\":{\"reference\":\"Patient/1\"} | 400 | Consent.patientResource",
                "\"_id\":{\"extension\":[{\"url\":\"urn:x\",\"valueBoolean\":true}]} | 400 | Consent._id",
                "\"fhir_comments\":[\"only at night\"] | 400 | Consent.fhir_comments",
                "\"implicitRules\":\"urn:x\" | 422 | Consent.implicitRules",
                "\"status\":\"proposed\" | 400 | VL-HTTP-022",
                "\"language\":null | 400 | Consent.language",
                "\"identifier\":[] | 400 | Consent.identifier",
                "\"policyRule\":{} | 400 | Consent.policyRule",
                "\"dateTime\":5 | 400 | dateTime",
            })
    void refusesWhatItDoesNotRead(String member, int status, String path) {
        String body = write(valid());
        HttpResponse<String> answer = post(body.substring(0, body.length() - 1) + "," + member + "}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(path);
    }

    /** A change is read as strictly as what is new. */
    @ParameterizedTest
    @ValueSource(strings = {"\"decision\":\"deny\"", "\"implicitRules\":\"urn:x\"", "\"policyRule\":{}"})
    void refusesInAChangeWhatItDoesNotRead(String member) throws Exception {
        HttpResponse<String> created = post(write(valid()));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String location = created.headers().firstValue("Location").orElseThrow();
        String id = location.replaceFirst(".*/Consent/([^/]+).*", "$1");
        ObjectNode changed = valid();
        changed.put("id", id);
        String body = write(changed);
        HttpResponse<String> answer = put(id, body.substring(0, body.length() - 1) + "," + member + "}");

        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 422);
        assertThat(answer.body()).contains("Consent." + member.split("\"", -1)[1]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"codes\":[{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8867-4\"}]}] | 400 | provision.codes",
                "\"type\":\"deny\" | 400 | VL-HTTP-022",
                "\"code\":[] | 400 | provision.code",
                "\"code\":[{}] | 400 | provision.code",
                "\"code\":null | 400 | provision.code",
                "\"code\":{\"text\":\"pulse\"} | 400 | provision.code",
                "\"code\":[{\"text\":\"pulse\"}] | 422 | provision.code.text",
                "\"code\":[\"8867-4\"] | 400 | provision.code",
                "\"period\":{\"ends\":\"2020-01-01\"} | 400 | provision.period.ends",
                "\"period\":{\"end\":\"2020-01-01\"} | 422 | provision.period",
                "\"period\":{\"end\":\"2099-02-30\"} | 400 | end",
                "\"period\":{\"end\":\"2099-02-03T10:00:00\"} | 4 | provision.period",
                "\"period\":{\"start\":\"2099\",\"end\":\"2098\"} | 422 | provision.period",
                "\"provision\":[{\"type\":\"deny\"}] | 422 | provision.provision",
            })
    void refusesInTheProvisionWhatItDoesNotRead(String member, String status, String path) {
        String body = write(valid());
        String at = "\"provision\":{";
        HttpResponse<String> answer = post(body.replace(at, at + member + ","));

        assertThat(Integer.toString(answer.statusCode())).as(answer.body()).startsWith(status);
        assertThat(answer.body()).contains(path);
    }

    @Test
    void keepsNoDenyAsAPermit() {
        ObjectNode deny = valid();
        provision(deny).put("type", "deny");
        ObjectNode untyped = valid();
        provision(untyped).remove("type");
        ObjectNode optOut = valid();
        set(
                optOut,
                new Element(
                        List.of(new Step("policyRule", false)),
                        "{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActCode\",\"code\":\"OPTOUT\"}]}"));

        assertThat(post(write(deny)).body()).contains("VL-HTTP-037", "Consent.provision.type");
        assertThat(post(write(untyped)).body()).contains("VL-HTTP-037", "Consent.provision.type");
        assertThat(post(write(optOut)).body()).contains("VL-HTTP-037", "Consent.policyRule");
    }

    @Test
    void refusesInXmlWhatItRefusesInJson() {
        String xml =
                fhir.newXmlParser().encodeResourceToString(fhir.newJsonParser().parseResource(write(valid())));
        assertThat(send("application/fhir+xml", xml).statusCode()).isEqualTo(201);
        for (String more : List.of(
                "<decision value=\"deny\"/>",
                "<implicitRules value=\"urn:x\"/>",
                "<provision><type value=\"deny\"/></provision>")) {
            String body = xml.replace("<status", more + "<status");
            assertThat(send("application/fhir+xml", body).statusCode()).as(more).isBetween(400, 422);
        }
        for (String more : List.of("<code/>", "<code><text/></code>", "<code vale=\"a\"/>", "<codes/>")) {
            String body = xml.replaceFirst("<purpose>", more + "<purpose>");
            assertThat(send("application/fhir+xml", body).statusCode()).as(more).isBetween(400, 422);
        }
    }

    @Test
    void keepsOrRefusesTheConsentsOfAPublishedProfile() throws IOException {
        try (Stream<Path> files = Files.list(SharedData.path("pcf"))) {
            List<Path> consents = files.filter(
                            file -> file.getFileName().toString().startsWith("Consent-"))
                    .toList();
            assertThat(consents).isNotEmpty();
            for (Path file : consents) {
                ObjectNode consent = (ObjectNode) json.readTree(Files.readString(file));
                consent.set("patient", valid().get("patient"));
                HttpResponse<String> answer = post(write(consent));
                assertThat(answer.statusCode()).as(file + answer.body()).isBetween(400, 422);
                assertThat(answer.body()).contains("Consent.");
            }
        }
    }

    private String problem(ObjectNode consent, Element element) {
        HttpResponse<String> answer = post(write(consent));
        JsonNode told = json.readTree(answer.body());
        if (answer.statusCode() != 201) {
            String diagnostics = told.at("/issue/0/diagnostics").asString("");
            String path = diagnostics.split(": ", 2)[0].replace("_", "");
            // The library tells the place of a value that is no value of its type by the element's name only.
            boolean named = path.startsWith("Consent.")
                    ? element.fhirPath().startsWith(path) || path.startsWith(element.fhirPath() + ".")
                    : element.fhirPath().endsWith("." + path);
            boolean refused = answer.statusCode() == 400
                    || answer.statusCode() == 422
                    || (answer.statusCode() == 403 && path.equals("Consent.patient"));
            return refused && named ? "" : answer.statusCode() + " " + diagnostics;
        }
        Set<String> lost = leaves("", consent);
        lost.removeAll(leaves("", told));
        lost.removeIf(leaf -> ASSIGNED.contains(leaf.substring(0, leaf.indexOf('='))));
        lost.removeIf(leaf -> leaf.startsWith("provision.period."));
        return lost.isEmpty() ? "" : "not kept: " + lost;
    }

    private static Set<String> leaves(String path, JsonNode node) {
        Set<String> leaves = new TreeSet<>();
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> leaves.addAll(leaves(
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue())));
        } else if (node.isArray()) {
            node.forEach(item -> leaves.addAll(leaves(path, item)));
        } else {
            leaves.add(path + "=" + node.asString());
        }
        return leaves;
    }

    private void collect(BaseRuntimeElementCompositeDefinition<?> type, List<Step> path, List<Element> into) {
        for (String extension : List.of("extension", "modifierExtension")) {
            List<Step> steps = Stream.concat(path.stream(), Stream.of(new Step(extension, true)))
                    .toList();
            into.add(new Element(steps, "{\"url\":\"urn:x\",\"valueBoolean\":true}"));
        }
        for (BaseRuntimeChildDefinition child : type.getChildren()) {
            if (child.getElementName().matches("(modifierE|e)xtension.*")) {
                continue;
            }
            for (String name : child.getValidChildNames()) {
                if (name.endsWith("Resource")) {
                    continue;
                }
                List<Step> steps = Stream.concat(path.stream(), Stream.of(new Step(name, child.getMax() != 1)))
                        .toList();
                BaseRuntimeElementDefinition<?> of = child.getChildByName(name);
                if (name.equals("contained")) {
                    into.add(new Element(steps, "{\"resourceType\":\"Basic\",\"id\":\"a\"}"));
                } else if (of instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
                    if (steps.size() < DEPTH && !repeats(steps)) {
                        collect(composite, steps, into);
                    }
                } else {
                    values(child, of).forEach(value -> into.add(new Element(steps, value)));
                    List<Step> sibling = new ArrayList<>(path);
                    sibling.add(new Step("_" + name, child.getMax() != 1));
                    into.add(new Element(List.copyOf(sibling), "{\"extension\":" + EXTENSION + "}"));
                }
            }
        }
    }

    /** A type within itself says nothing new. */
    private static boolean repeats(List<Step> path) {
        return path.size() > 2
                && path.subList(0, path.size() - 1).stream()
                        .map(Step::name)
                        .anyMatch(path.getLast().name()::equals);
    }

    private static List<String> values(BaseRuntimeChildDefinition child, BaseRuntimeElementDefinition<?> type) {
        if (child instanceof ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition bound) {
            return Stream.of(bound.getBoundEnumType().getEnumConstants())
                    .map(constant ->
                            constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                    .filter(code -> !code.equals("null"))
                    .map(code -> "\"" + code + "\"")
                    .toList();
        }
        return VALUES.getOrDefault(type.getName(), List.of("\"x\""));
    }

    /** Puts a value at a path, into the first of what repeats. */
    private void set(ObjectNode root, Element element) {
        ObjectNode at = root;
        List<Step> path = element.path();
        for (Step step : path.subList(0, path.size() - 1)) {
            JsonNode next = at.get(step.name());
            if (step.repeats()) {
                ArrayNode list = next instanceof ArrayNode array ? array : at.putArray(step.name());
                next = list.isEmpty() ? list.addObject() : list.get(0);
            } else if (next == null) {
                next = at.putObject(step.name());
            }
            at = (ObjectNode) next;
        }
        JsonNode value = json.readTree(element.value());
        Step last = path.getLast();
        if (last.repeats()) {
            (at.get(last.name()) instanceof ArrayNode array ? array : at.putArray(last.name())).add(value);
        } else {
            at.set(last.name(), value);
        }
    }

    private ObjectNode provision(ObjectNode consent) {
        return (ObjectNode) consent.get("provision");
    }

    private ObjectNode valid() {
        return (ObjectNode) json.readTree("""
                {"resourceType":"Consent","status":"active",
                 "scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
                 "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],
                 "patient":{"reference":"Patient/%s"},
                 "provision":{"type":"permit","actor":[{"reference":{"reference":"Practitioner/%s"}}],
                 "purpose":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"TREAT"}]}}
                """.formatted(
                api.handle(api.patient).text(), api.practitioner.principal().text()));
    }

    private String write(ObjectNode consent) {
        return json.writeValueAsString(consent);
    }

    private HttpResponse<String> post(String body) {
        return send("application/fhir+json", body);
    }

    private HttpResponse<String> put(String id, String body) {
        return api.send(api.request("/fhir/Consent/" + id, api.token(api.patient))
                .header("Content-Type", "application/fhir+json")
                .header("If-Match", "W/\"1\"")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> send(String type, String body) {
        return api.send(api.request("/fhir/Consent", api.token(api.patient))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }
}
