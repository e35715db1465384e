package org.vitaledger.api.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.api.fake.Sample;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Role;

/** Conditions, media types, versions and forms of searches, as RFC 9110 and FHIR R4 (http, search) have them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpRulesTest {
    private final FhirContext fhir = FhirContext.forR4();
    private RunningApi api;
    private Sample sample;
    private Consent consent;

    @BeforeAll
    void start(@TempDir Path home) {
        api = RunningApi.start(home);
        sample = new Sample(api);
        DeviceId device = sample.device(api.handle(api.patient));
        for (int i = 1; i <= 3; i++) {
            sample.pack(device, api.handle(api.patient), i, Instant.parse("2026-03-01T12:00:00Z"));
        }
        consent = sample.consent(api.patient, api.practitioner);
        sample.consent(api.other, api.practitioner);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'W/\"1\"', 304",
        "'\"1\"', 304",
        "'W/\"7\", W/\"1\"', 304",
        "'*', 304",
        "'W/\"2\"', 200",
        "'W/\"11\"', 200",
        "'1', 200",
    })
    void answersNotModifiedIfAnEntityTagMatches(String condition, int status) {
        HttpResponse<String> answer = api.send(request("Consent/" + consent.id().text())
                .header("If-None-Match", condition)
                .build());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("ETag")).contains("W/\"1\"");
        assertThat(answer.body().isEmpty()).isEqualTo(status == 304);
    }

    @ParameterizedTest
    @CsvSource({
        "'W/\"9\", W/\"1\"', 200",
        "'W/\"1\",W/\"4\"', 200",
        "'\"1\"', 200",
        "'*', 200",
        "'W/\"9\", W/\"4\"', 412",
        "'W/\"11\"', 412",
        "'1', 400",
        "'W/\"1', 400",
    })
    void changesAVersionThatAnyEntityTagNames(String condition, int status) {
        Account patient = api.account("changes", Role.PATIENT);
        Consent mine = sample.consent(patient, api.practitioner);
        String path = "Consent/" + mine.id().text();
        String body = api.send(request(path, patient).build()).body();

        HttpResponse<String> answer = api.send(request(path, patient)
                .header("Content-Type", "application/fhir+json")
                .header("If-Match", condition)
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"POST, If-None-Exist, 'identifier=a'", "PUT, If-None-Match, '*'"})
    void refusesConditionsThatItDoesNotEvaluate(String method, String header, String condition) {
        String path = method.equals("PUT") ? "Consent/" + consent.id().text() : "Patient";
        String body = method.equals("PUT")
                ? api.send(request(path).build()).body()
                : "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"A\"}]}";
        HttpResponse<String> answer = api.send(request(path, method.equals("PUT") ? api.patient : api.operator)
                .header("Content-Type", "application/fhir+json")
                .header("If-Match", "W/\"1\"")
                .header(header, condition)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("VL-HTTP-042");
    }

    @ParameterizedTest
    @CsvSource({
        "ttl",
        "text/turtle",
        "application/fhir%2Bturtle",
        "ndjson",
        "application/fhir%2Bndjson",
        "csv",
        "application/fhir%2Bjson;fhirVersion=5.0",
        "application/fhir%2Bxml;%20fhirVersion=3.0",
    })
    void refusesFormatsThatItDoesNotWrite(String format) {
        HttpResponse<String> answer = api.send(
                request("Consent/" + consent.id().text() + "?_format=" + format).build());
        HttpResponse<String> form = api.send(request("Consent/_search")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("_format=" + format))
                .build());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(406);
        assertThat(answer.body()).contains("VL-HTTP-021");
        assertThat(form.statusCode()).as(form.body()).isEqualTo(406);
    }

    @ParameterizedTest
    @CsvSource({
        "'application/fhir+json; fhirVersion=5.0', 406",
        "'application/fhir+turtle', 406",
        "'application/fhir+json;q=0', 406",
        "'application/fhir+turtle, */*;q=0.1', 200",
        "'application/fhir+json; fhirVersion=5.0, application/fhir+json; fhirVersion=4.0; q=0.5', 200",
        "'application/fhir+json; fhirVersion=\"4.0\"', 200",
        "'application/fhir+json; charset=utf-8', 200",
    })
    void answersInWhatIsAccepted(String accept, int status) {
        HttpResponse<String> answer = api.send(request("Consent/" + consent.id().text())
                .header("Accept", accept)
                .build());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/fhir+json");
    }

    @Test
    void refusesBodiesOfAnotherFhirVersion() {
        for (String version : new String[] {"5.0", "3.0", "1.0"}) {
            HttpResponse<String> answer = api.send(request("Patient", api.operator)
                    .header("Content-Type", "application/fhir+json; fhirVersion=" + version)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"resourceType\":\"Patient\"}"))
                    .build());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(415);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'?code=8867-4', '', 3",
        "'?code=8867-4', '_total=accurate', 3",
        "'', 'code=8867-4', 3",
        "'?code=8867-4', 'code=8310-5', 0",
        "'?patient=PATIENT', 'code=8867-4', 3",
        "'?patient=PATIENT', '', 6",
    })
    void meansTheSameByParametersInAddressAndBody(String query, String body, int matches) {
        String patient = api.handle(api.patient).text();
        for (Optional<String> accept : java.util.List.of(Optional.<String>empty(), Optional.of("*/*"))) {
            HttpRequest.Builder request = request("Observation/_search" + query.replace("PATIENT", patient));
            accept.ifPresent(value -> request.header("Accept", value));
            if (!body.isEmpty()) {
                request.header("Content-Type", "application/x-www-form-urlencoded");
            }
            HttpResponse<String> answer = api.send(request.POST(
                            body.isEmpty()
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body))
                    .build());

            assertThat(bundle(answer).getEntry()).hasSize(matches);
        }
    }

    @Test
    void readsTheAddressThatACreatedConsentHas() {
        String terms = api.send(
                        request("Consent/" + consent.id().text(), api.patient).build())
                .body();
        HttpResponse<String> created = api.send(request("Consent", api.patient)
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(terms))
                .build());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String location = created.headers().firstValue("Location").orElseThrow();
        String path = location.substring(location.indexOf("/fhir/") + 6);

        HttpResponse<String> read = api.send(request(path, api.patient).build());
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        assertThat(read.headers().firstValue("ETag")).contains("W/\"1\"");
        assertThat(api.send(request(path.replaceFirst("/_history/1$", "/_history/7"), api.patient)
                                .build())
                        .statusCode())
                .isEqualTo(404);
        assertThat(api.send(request(path, api.other).build()).statusCode()).isEqualTo(404);
    }

    @Test
    void readsEveryVersionOfAConsentThatTheTrailPointsAt() {
        Account patient = api.account("versions", Role.PATIENT);
        Consent first = sample.consent(patient, api.practitioner);
        sample.revoke(first, patient);
        String path = "Consent/" + first.id().text() + "/_history/";

        String active = api.send(request(path + "1", patient).build()).body();
        String revoked = api.send(request(path + "2", patient).build()).body();

        assertThat(active).contains("\"versionId\":\"1\"", "\"active\"");
        assertThat(revoked).contains("\"versionId\":\"2\"", "\"inactive\"");
        assertThat(api.send(request(path + "3", patient).build()).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "Observation, patient",
        "Observation, subject",
        "Consent, patient",
        "Patient, _id",
        "AuditEvent, patient",
    })
    void findsNothingThatBelongsToTwoPatientsAtOnce(String type, String parameter) {
        String both = String.format(
                Locale.ROOT,
                "%s?%s=%s&%s=%s",
                type,
                parameter,
                api.handle(api.patient).text(),
                parameter,
                api.handle(api.other).text());
        Account account = type.equals("AuditEvent") ? api.auditor : api.practitioner;

        assertThat(bundle(api.send(request(both, account).build())).getEntry()).isEmpty();
        if (!type.equals("AuditEvent")) {
            Account stranger = api.account("stranger", Role.PRACTITIONER);
            assertThat(api.send(request(both, stranger).build()).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void takesEveryFormThatAPatientMayHaveAndNoOther() {
        String patient = """
                {"resourceType":"Patient","meta":{"tag":[{"system":"urn:x","code":"a"}]},"language":"en",
                 "text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">A</div>"},
                 "contained":[{"resourceType":"Organization","id":"o","name":"O"}],
                 "extension":[{"url":"urn:x","valueCode":"a"}],
                 "identifier":[{"use":"official","system":"urn:x","value":"1","period":{"start":"2020-01"}}],
                 "name":[{"family":"A","_family":{"extension":[{"url":"urn:x","valueString":"b"}]},
                 "given":["B",null],"_given":[null,{"extension":[{"url":"urn:x","valueString":"c"}]}]}],
                 "birthDate":"1970-03","_birthDate":{"id":"d"},"deceasedBoolean":false,"multipleBirthInteger":2,
                 "contact":[{"relationship":[{"text":"sister"}],"telecom":[{"system":"phone","value":"1","rank":1}]}],
                 "managingOrganization":{"reference":"#o"},"link":[{"other":{"display":"E"},"type":"seealso"}]}
                """;

        HttpResponse<String> taken = create(patient);
        HttpResponse<String> misspelt = create(patient.replace("\"birthDate\"", "\"brithDate\""));
        HttpResponse<String> deep = create(patient.replace("\"rank\"", "\"rang\""));

        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        assertThat(misspelt.statusCode()).isEqualTo(400);
        assertThat(misspelt.body()).contains("VL-HTTP-022", "Patient.brithDate");
        assertThat(deep.body()).contains("VL-HTTP-022", "Patient.contact.telecom.rang");
        String location = taken.headers().firstValue("Location").orElseThrow();
        assertThat(location).endsWith("/fhir/Patient/" + location.substring(location.length() - 32));
    }

    @ParameterizedTest
    @CsvSource({
        "implicitRules, '\"urn:x\"', Patient.implicitRules",
        "modifierExtension, [X], Patient.modifierExtension",
        "contact, '[{\"modifierExtension\":[X]}]', Patient.contact"
    })
    void takesNoPatientWhoseMeaningItDoesNotKnow(String element, String value, String path) {
        String patient = "{\"resourceType\":\"Patient\",\"" + element + "\":"
                + value.replace("X", "{\"url\":\"urn:x\",\"valueBoolean\":true}") + "}";
        HttpResponse<String> refused = create(patient);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        assertThat(refused.body()).contains("VL-HTTP-037", path);
    }

    private HttpResponse<String> create(String patient) {
        return api.send(request("Patient", api.operator)
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(patient))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return request(path, api.practitioner);
    }

    private HttpRequest.Builder request(String path, Account account) {
        return api.request("/fhir/" + path, api.token(account));
    }

    private Bundle bundle(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return fhir.newJsonParser().parseResource(Bundle.class, answer.body());
    }
}
