package org.vitaledger.node.ward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.auth.Account;
import org.vitaledger.core.Proves;

/** HAPI's generic client and curl against a whole node: real ledger, real vault, readings that come over MQTT. */
class FhirClientsIT {
    private static final Path CURL = Path.of("/usr/bin/curl");
    private static final FhirContext FHIR = FhirContext.forR4();

    private static LiveWard ward;

    @BeforeAll
    static void open(@TempDir Path home) throws IOException, InterruptedException {
        ward = new LiveWard(home);
        ward.awaitReadings();
    }

    @AfterAll
    static void close() {
        ward.close();
    }

    @Test
    void readsWhatTheServerSaysAboutItself() {
        CapabilityStatement statement = client(ward.practitioner)
                .capabilities()
                .ofType(CapabilityStatement.class)
                .execute();
        assertThat(statement.getFhirVersion().toCode()).startsWith("4.0");
        assertThat(statement.getRestFirstRep().getResource())
                .extracting(CapabilityStatement.CapabilityStatementRestResourceComponent::getType)
                .contains("Observation", "Patient", "Device", "Consent", "AuditEvent", "Provenance");
    }

    @Test
    void findsReadsAndPagesObservationsWithTheirDeviceAndProvenance() {
        IGenericClient client = client(ward.practitioner);
        Bundle first = heartRates(client, 0);
        assertThat(first.getEntry()).hasSize(5);
        Bundle second = client.loadPage().next(first).execute();
        assertThat(second.getEntry()).isNotEmpty();
        assertThat(ids(second)).doesNotContainAnyElementsOf(ids(first));

        Observation newest = (Observation) first.getEntryFirstRep().getResource();
        Observation read = client.read()
                .resource(Observation.class)
                .withId(newest.getIdElement().getIdPart())
                .execute();
        assertThat(read.getValueQuantity().getCode()).isEqualTo("/min");
        assertThat(read.getSubject().getReference()).endsWith(patient(0));
        assertThat(client.read()
                        .resource(Device.class)
                        .withUrl(read.getDevice().getReference())
                        .execute()
                        .getStatus())
                .isEqualTo(Device.FHIRDeviceStatus.ACTIVE);
        Bundle provenance = client.search()
                .forResource(Provenance.class)
                .where(Provenance.TARGET.hasId(
                        "Observation/" + read.getIdElement().getIdPart()))
                .returnBundle(Bundle.class)
                .execute();
        assertThat(FHIR.newJsonParser().encodeResourceToString(provenance)).contains("/proofs/observation/");
    }

    @Test
    @Proves("INV-007")
    void deniesFromTheRevocationOnAndShowsThePatientWhoAsked() {
        IGenericClient doctor = client(ward.practitioner);
        IGenericClient mira = client(ward.people.get(2));
        assertThat(heartRates(doctor, 2).getEntry()).isNotEmpty();

        Consent consent = (Consent) mira.search()
                .forResource(Consent.class)
                .where(Consent.STATUS.exactly().code("active"))
                .returnBundle(Bundle.class)
                .execute()
                .getEntryFirstRep()
                .getResource();
        consent.setStatus(Consent.ConsentState.INACTIVE);
        mira.update().resource(consent).execute();

        assertThatThrownBy(() -> heartRates(doctor, 2)).isInstanceOf(ForbiddenOperationException.class);
        Bundle trail = mira.search()
                .forResource(AuditEvent.class)
                .where(AuditEvent.PATIENT.hasId(patient(2)))
                .returnBundle(Bundle.class)
                .execute();
        assertThat(trail.getEntry().stream()
                        .map(entry -> ((AuditEvent) entry.getResource()).getOutcome())
                        .distinct())
                .contains(AuditEvent.AuditEventOutcome._0, AuditEvent.AuditEventOutcome._4);
    }

    @Test
    void tellsOthersClientsWhatWasWrong() {
        IGenericClient doctor = client(ward.practitioner);
        assertThatThrownBy(() ->
                        doctor.read().resource(Patient.class).withId(patient(3)).execute())
                .isInstanceOf(ForbiddenOperationException.class);
        assertThatThrownBy(() -> doctor.search()
                        .byUrl("Observation?patient=" + patient(0) + "&colour=red")
                        .returnBundle(Bundle.class)
                        .execute())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("colour");
        IGenericClient nobody = FHIR.newRestfulGenericClient(ward.node.api().base() + "/fhir");
        nobody.registerInterceptor(new BearerTokenAuthInterceptor("rubbish"));
        assertThatThrownBy(() ->
                        nobody.read().resource(Patient.class).withId(patient(0)).execute())
                .isInstanceOf(AuthenticationException.class);
    }

    @Test
    void answersCurl() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(CURL), "curl is absent: apt-get install curl");
        String token = ward.token(ward.practitioner);
        String mine = "/fhir/Observation?patient=" + patient(0) + "&code=8867-4&_count=1";
        assertThat(curl(mine, "-H", "Authorization: Bearer " + token))
                .contains("\"resourceType\":\"Bundle\"", "\"code\":\"8867-4\"")
                .endsWith(" 200");
        assertThat(curl("/fhir/Patient/" + patient(3), "-H", "Authorization: Bearer " + token))
                .contains("OperationOutcome")
                .endsWith(" 403");
        assertThat(curl(mine)).contains("OperationOutcome").endsWith(" 401");
        assertThat(curl("/ledger/checkpoint")).contains("hospital-a.example").endsWith(" 200");
    }

    private static Bundle heartRates(IGenericClient client, int patient) {
        return client.search()
                .forResource(Observation.class)
                .where(Observation.PATIENT.hasId(patient(patient)))
                .and(Observation.CODE.exactly().systemAndCode("http://loinc.org", "8867-4"))
                .sort()
                .descending(Observation.DATE)
                .count(5)
                .returnBundle(Bundle.class)
                .execute();
    }

    private static String patient(int index) {
        return ward.patients.get(index).text();
    }

    private static List<String> ids(Bundle page) {
        return page.getEntry().stream()
                .map(entry -> entry.getResource().getIdElement().getIdPart())
                .toList();
    }

    private static IGenericClient client(Account person) {
        IGenericClient client = FHIR.newRestfulGenericClient(ward.node.api().base() + "/fhir");
        client.registerInterceptor(new BearerTokenAuthInterceptor(ward.token(person)));
        return client;
    }

    /** The body and, behind a blank, the status. */
    private static String curl(String path, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(CURL.toString(), "-s", "-w", " %{http_code}"));
        command.addAll(List.of(options));
        command.add(ward.node.api().base() + path);
        Process process = new ProcessBuilder(command).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
