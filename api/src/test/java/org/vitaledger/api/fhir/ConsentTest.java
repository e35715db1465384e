package org.vitaledger.api.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.core.Proves;
import org.vitaledger.core.value.Role;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsentTest {
    private final FhirContext fhir = FhirContext.forR4();
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
    @Proves("INV-007")
    void givesChangesAndTakesBackAConsentThroughTheContract() {
        Account doctor = api.account("given", Role.PRACTITIONER);
        String patientRead = "/fhir/Patient/" + api.handle(api.patient).text();
        assertThat(api.get(patientRead, api.token(doctor)).statusCode()).isEqualTo(403);

        MethodOutcome created =
                client(api.patient).create().resource(consent(doctor, c -> {})).execute();
        assertThat(created.getId().getVersionIdPart()).isEqualTo("1");
        assertThat(api.get(patientRead, api.token(doctor)).statusCode()).isEqualTo(200);

        Consent read = client(api.patient)
                .read()
                .resource(Consent.class)
                .withId(created.getId().getIdPart())
                .execute();
        read.getProvision().addCode(new CodeableConcept(new Coding("http://loinc.org", "8867-4", null)));
        MethodOutcome updated = client(api.patient).update().resource(read).execute();
        assertThat(updated.getId().getVersionIdPart()).isEqualTo("2");

        read.setStatus(Consent.ConsentState.INACTIVE);
        Assertions.assertThatThrownBy(
                        () -> client(api.patient).update().resource(read).execute())
                .isInstanceOf(PreconditionFailedException.class);
        read.setId(updated.getId());
        client(api.patient).update().resource(read).execute();

        assertThat(api.get(patientRead, api.token(doctor)).statusCode()).isEqualTo(403);
        Consent last = client(api.patient)
                .read()
                .resource(Consent.class)
                .withId(created.getId().getIdPart())
                .execute();
        assertThat(last.getStatus()).isEqualTo(Consent.ConsentState.INACTIVE);
        assertThat(last.getMeta().getVersionId()).isEqualTo("3");
    }

    @Test
    void findsConsentsByStatusAndShowsClinicianOnlyTheirOwn() {
        Account patient = api.account("searched", Role.PATIENT);
        Account doctor = api.account("sees", Role.PRACTITIONER);
        Account colleague = api.account("colleague", Role.PRACTITIONER);
        client(patient).create().resource(consent(patient, doctor, c -> {})).execute();
        client(patient).create().resource(consent(patient, colleague, c -> {})).execute();

        assertThat(found("/fhir/Consent?status=active", patient)).isEqualTo(2);
        assertThat(found("/fhir/Consent?status=inactive", patient)).isZero();
        assertThat(found("/fhir/Consent?patient=" + api.handle(patient).text(), doctor))
                .isEqualTo(1);
        assertThat(found("/fhir/Consent", doctor)).isEqualTo(1);
    }

    @Test
    void refusesWhatTheLedgerWouldNotKeep() {
        assertRefused(c -> c.getProvision().setType(Consent.ConsentProvisionType.DENY), 422, "VL-HTTP-037");
        assertRefused(
                c -> c.getProvision().addProvision().setType(Consent.ConsentProvisionType.DENY), 422, "VL-HTTP-037");
        assertRefused(c -> c.getProvision().getActor().clear(), 422, "VL-HTTP-037");
        assertRefused(c -> c.getProvision().getPurpose().clear(), 422, "VL-HTTP-037");
        assertRefused(c -> c.getProvision().addPurpose(new Coding("urn:other", "TREAT", null)), 422, "VL-HTTP-037");
        assertRefused(c -> c.getProvision().addClass_(new Coding("urn:x", "Observation", null)), 422, "VL-HTTP-037");
        assertRefused(
                c -> c.getProvision().addCode(new CodeableConcept(new Coding("urn:x", "1-8", null))),
                422,
                "VL-HTTP-037");
        assertRefused(c -> c.setStatus(Consent.ConsentState.DRAFT), 422, "VL-HTTP-038");
        assertRefused(
                c -> c.setPatient(
                        new Reference("Patient/" + api.handle(api.other).text())),
                403,
                "VL-HTTP-018");
    }

    @Test
    void letsNobodyButThePatientGiveOrChangeOne() {
        String body = json(consent(api.practitioner, c -> {}));
        assertThat(write("POST", "/fhir/Consent", api.practitioner, body).statusCode())
                .isEqualTo(403);
        assertThat(write("POST", "/fhir/Consent", api.operator, body).statusCode())
                .isEqualTo(403);
        String id = client(api.patient)
                .create()
                .resource(consent(api.practitioner, c -> {}))
                .execute()
                .getId()
                .getIdPart();
        Consent foreign = consent(api.other, api.practitioner, c -> c.setId(id));

        assertThat(write("PUT", "/fhir/Consent/" + id, api.other, json(foreign)).statusCode())
                .isEqualTo(404);
        Consent mine = consent(api.practitioner, c -> c.setId(id));
        HttpResponse<String> withoutVersion = write("PUT", "/fhir/Consent/" + id, api.patient, json(mine));
        assertThat(withoutVersion.statusCode()).isEqualTo(400);
        assertThat(withoutVersion.body()).contains("VL-HTTP-035");
    }

    @Test
    void answersHostileBodiesWithAnOutcome() {
        String body = json(consent(api.practitioner, c -> {}));
        assertProblem(
                write("POST", "/fhir/Consent", api.patient, body.substring(0, body.length() / 2)), 400, "VL-HTTP-022");
        assertProblem(write("POST", "/fhir/Consent", api.patient, ""), 400, "VL-HTTP-0");
        assertProblem(write("POST", "/fhir/Consent", api.patient, "{\"resourceType\":\"Patient\"}"), 400, "VL-HTTP-0");
        assertProblem(write("POST", "/fhir/Consent", api.patient, "[[[[[[[[[["), 400, "VL-HTTP-022");
        assertProblem(write("POST", "/fhir/Consent", api.patient, " ".repeat(1 << 21)), 413, "VL-HTTP-002");
        assertProblem(write("DELETE", "/fhir/Consent/00", api.patient, ""), 405, "VL-HTTP-003");
        assertProblem(
                write("POST", "/fhir/Observation", api.patient, "{\"resourceType\":\"Observation\"}"),
                405,
                "VL-HTTP-003");
        assertProblem(write("POST", "/fhir/Nonsense", api.patient, "{}"), 404, "VL-HTTP-004");
        assertProblem(api.get("/fhir/Consent/not-an-id", api.token(api.patient)), 404, "VL-HTTP-040");
        assertProblem(api.get("/fhir/Consent/has%20space", api.token(api.patient)), 4, "VL-HTTP-0");
    }

    @Test
    void refusesOtherMediaTypes() {
        HttpRequest.Builder csv =
                api.request("/fhir/Consent", api.token(api.patient)).header("Content-Type", "text/csv");
        assertProblem(
                api.send(csv.POST(HttpRequest.BodyPublishers.ofString("a,b")).build()), 415, "VL-HTTP-020");
        HttpRequest.Builder image =
                api.request("/fhir/Consent", api.token(api.patient)).header("Accept", "image/png");
        assertProblem(api.send(image.build()), 406, "VL-HTTP-021");
    }

    @Test
    void resolvesNoExternalEntityInXml() {
        String xml = "<?xml version=\"1.0\"?><!DOCTYPE c [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
                + "<Consent xmlns=\"http://hl7.org/fhir\"><status value=\"&x;\"/></Consent>";
        HttpRequest.Builder request =
                api.request("/fhir/Consent", api.token(api.patient)).header("Content-Type", "application/fhir+xml");

        HttpResponse<String> answer =
                api.send(request.POST(HttpRequest.BodyPublishers.ofString(xml)).build());

        assertThat(answer.statusCode()).isBetween(400, 499);
        assertThat(answer.body()).contains("OperationOutcome");
    }

    private void assertRefused(Consumer<Consent> change, int status, String code) {
        assertProblem(
                write("POST", "/fhir/Consent", api.patient, json(consent(api.practitioner, change))), status, code);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(Integer.toString(answer.statusCode())).as(answer.body()).startsWith(Integer.toString(status));
        assertThat(answer.body()).contains("OperationOutcome", code).doesNotContain("Exception", "at org.", "at ca.");
    }

    private HttpResponse<String> write(String method, String path, Account account, String body) {
        return api.send(api.request(path, api.token(account))
                .header("Content-Type", "application/fhir+json")
                // A refusal of a body that is too long could overtake it and break the connection.
                .expectContinue(body.length() > 1 << 20)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private Consent consent(Account doctor, Consumer<Consent> change) {
        return consent(api.patient, doctor, change);
    }

    private Consent consent(Account patient, Account doctor, Consumer<Consent> change) {
        Consent consent = new Consent();
        consent.setStatus(Consent.ConsentState.ACTIVE);
        consent.setPatient(new Reference("Patient/" + api.handle(patient).text()));
        consent.getProvision().setType(Consent.ConsentProvisionType.PERMIT);
        consent.getProvision()
                .addActor()
                .setReference(new Reference("Practitioner/" + doctor.principal().text()));
        consent.getProvision()
                .addPurpose(new Coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", "TREAT", null));
        change.accept(consent);
        return consent;
    }

    private int found(String path, Account account) {
        HttpResponse<String> answer = api.get(path, api.token(account));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return fhir.newJsonParser().parseResource(Bundle.class, answer.body()).getTotal();
    }

    private String json(Consent consent) {
        return fhir.newJsonParser().encodeResourceToString(consent);
    }

    private IGenericClient client(Account account) {
        fhir.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        IGenericClient client = fhir.newRestfulGenericClient(api.server.base() + "/fhir");
        client.registerInterceptor(new BearerTokenAuthInterceptor(api.token(account)));
        return client;
    }
}
