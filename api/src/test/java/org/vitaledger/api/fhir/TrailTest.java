package org.vitaledger.api.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Provenance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.api.fake.Sample;
import org.vitaledger.core.Proves;
import org.vitaledger.core.cose.Sign1;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Role;

/** AuditEvents and Provenances. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrailTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final FhirContext fhir = FhirContext.forR4();
    private RunningApi api;
    private Sample sample;
    private DeviceId device;

    @BeforeAll
    void start(@TempDir Path home) {
        api = RunningApi.start(home);
        sample = new Sample(api);
        device = sample.device(api.handle(api.patient));
        sample.pack(device, api.handle(api.patient), 1, NOON);
        sample.consent(api.patient, api.practitioner);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    @Proves("INV-011")
    void showsPatientsEveryAccessToTheirRecordInOrder() {
        Account patient = api.account("watched", Role.PATIENT);
        Account doctor = api.account("reader", Role.PRACTITIONER);
        Consent consent = sample.consent(patient, doctor);
        String observations = "/fhir/Observation?patient=" + api.handle(patient).text();
        api.get(observations, api.token(doctor));
        sample.revoke(consent, patient);
        api.get(observations, api.token(doctor));

        Bundle found = bundle(api.get("/fhir/AuditEvent?_sort=date", api.token(patient)));

        assertThat(found.getEntry()).hasSize(3);
        AuditEvent first = (AuditEvent) found.getEntry().get(0).getResource();
        assertThat(first.getOutcome()).isEqualTo(AuditEvent.AuditEventOutcome._0);
        assertThat(first.getAgentFirstRep().getWho().getReference())
                .isEqualTo("Practitioner/" + doctor.principal().text());
        assertThat(first.getEntity().get(1).getWhat().getReference())
                .isEqualTo("Consent/" + consent.id().text() + "/_history/1");
        assertThat(first.getExtension().get(0).getValue().primitiveValue())
                .endsWith("/proofs/access/" + api.handle(patient).text() + ".1");
        AuditEvent denied = (AuditEvent) found.getEntry().get(1).getResource();
        assertThat(denied.getOutcome()).isEqualTo(AuditEvent.AuditEventOutcome._4);
        assertThat(denied.getOutcomeDesc()).isEqualTo("CONSENT_REVOKED");
        AuditEvent own = (AuditEvent) found.getEntry().get(2).getResource();
        assertThat(own.getEntityFirstRep().getName()).isEqualTo("AuditEvent.search");
    }

    @Test
    void findsAccessesByAgentAndDate() {
        api.get("/fhir/Observation", api.token(api.practitioner));
        String agent = "agent=Practitioner/" + api.practitioner.principal().text();
        String token = api.token(api.patient);

        assertThat(bundle(api.get("/fhir/AuditEvent?" + agent, token)).getTotal())
                .isPositive();
        assertThat(bundle(api.get("/fhir/AuditEvent?agent=0", token)).getTotal())
                .isZero();
        assertThat(bundle(api.get("/fhir/AuditEvent?date=lt2020", token)).getTotal())
                .isZero();
        assertThat(bundle(api.get("/fhir/AuditEvent?date=gt2020&" + agent, token))
                        .getTotal())
                .isPositive();
        assertThat(api.get("/fhir/AuditEvent?entity=x", token).statusCode()).isEqualTo(400);
    }

    @Test
    @Proves("INV-004")
    void showsAuditorsTheTrailAndRecordsThatTheyLooked() {
        api.get("/fhir/Observation", api.token(api.practitioner));
        String patient = api.handle(api.patient).text();
        long before = api.server.audit().count(api.handle(api.patient));

        Bundle found = bundle(api.get("/fhir/AuditEvent?patient=" + patient, api.token(api.auditor)));

        assertThat(found.getTotal()).isEqualTo((int) before + 1);
        assertThat(api.get("/fhir/AuditEvent/" + patient + ".1", api.token(api.auditor))
                        .statusCode())
                .isEqualTo(200);
        assertThat(api.get("/fhir/AuditEvent?patient=" + patient, api.token(api.other))
                        .statusCode())
                .isEqualTo(403);
    }

    /** Whether a record was made by somebody is told of its patient, also by a number alone. */
    @Test
    @Proves("INV-004")
    void recordsEveryLookInTheTrailOfWhomItTellsOf() {
        Account patient = api.account("looked-at", Role.PATIENT);
        String handle = api.handle(patient).text();
        api.get("/fhir/Observation", api.token(patient));
        String auditor = api.token(api.auditor);
        String agent = "&agent=Practitioner/" + api.practitioner.principal().text();
        for (String look : new String[] {
            "?_id=" + handle + ".1" + agent + "&_summary=count", "?_id=" + handle + ".1&_count=1", "?patient=" + handle
        }) {
            long before = records(patient);
            api.get("/fhir/AuditEvent" + look, auditor);
            // That one, and the one that counts.
            assertThat(records(patient)).as(look).isEqualTo(before + 2);
        }
        long before = records(patient);
        assertThat(api.get("/fhir/AuditEvent?patient=" + handle, api.token(api.practitioner))
                        .statusCode())
                .isEqualTo(403);
        assertThat(records(patient)).isEqualTo(before + 2);
        Bundle found = bundle(api.get("/fhir/AuditEvent?_sort=date", api.token(patient)));
        assertThat(found.getEntry())
                .extracting(entry -> ((AuditEvent) entry.getResource()).getOutcomeDesc())
                .contains("ROLE_NOT_HELD");
    }

    private long records(Account patient) {
        return bundle(api.get("/fhir/AuditEvent?_summary=count", api.token(patient)))
                .getTotal();
    }

    @Test
    void linksAnObservationToItsSignatureAndItsProof() throws Exception {
        String path = "/fhir/Provenance?target=Observation/" + device.text() + "-1-1";
        Bundle found = bundle(api.get(path, api.token(api.practitioner)));

        Provenance provenance = (Provenance) found.getEntryFirstRep().getResource();
        assertThat(provenance.getTargetFirstRep().getReference()).isEqualTo("Observation/" + device.text() + "-1-1");
        assertThat(provenance.getRecorded()).isEqualTo(Date.from(NOON));
        assertThat(Sign1.parse(provenance.getSignatureFirstRep().getData())
                        .header()
                        .sequence()
                        .getAsLong())
                .isEqualTo(1);
        String proof = provenance.getEntityFirstRep().getWhat().getReference();
        assertThat(proof).isEqualTo(api.server.base() + "/proofs/observation/" + device.text() + "-1-1");
        assertThat(api.get(proof.substring(api.server.base().length()), api.token(api.practitioner))
                        .body())
                .startsWith("c2sp.org/tlog-proof@v1");
        assertThat(api.get("/fhir/Provenance", api.token(api.practitioner)).body())
                .contains("VL-HTTP-034");
        assertThat(bundle(api.get(path, api.token(api.other))).getTotal()).isZero();
    }

    private Bundle bundle(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return fhir.newJsonParser().parseResource(Bundle.class, answer.body());
    }
}
