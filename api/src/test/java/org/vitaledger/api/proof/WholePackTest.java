package org.vitaledger.api.proof;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
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
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.Role;

/** A signed pack shows all its readings at once, so only those who may read all of them get it, on any path. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WholePackTest {
    private final FhirContext fhir = FhirContext.forR4();
    private RunningApi api;
    private Sample sample;
    private String heartRate;
    private Account narrow;

    @BeforeAll
    void start(@TempDir Path home) {
        api = RunningApi.start(home);
        sample = new Sample(api);
        heartRate = sample.pack(
                        sample.device(api.handle(api.patient)),
                        api.handle(api.patient),
                        1,
                        Instant.parse("2026-03-01T12:00:00Z"))
                .getFirst()
                .id()
                .text();
        sample.consent(api.patient, api.practitioner);
        narrow = api.account("narrow", Role.PRACTITIONER);
        sample.consent(api.patient, narrow, Sample.HEART_RATE);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    @Proves("INV-004")
    void givesNoSignedPackUnderAConsentForSomeOfItsCodes() {
        assertThat(read("/fhir/Observation/" + heartRate, narrow).statusCode()).isEqualTo(200);
        Provenance whole = provenance(read("/fhir/Provenance/" + heartRate, api.patient));
        String pack =
                Base64.getEncoder().encodeToString(whole.getSignatureFirstRep().getData());
        String inside = pack.substring(20, 60);

        HttpResponse<String> one = read("/fhir/Provenance/" + heartRate, narrow);
        HttpResponse<String> found = read("/fhir/Provenance?target=Observation/" + heartRate, narrow);
        HttpResponse<String> proof = read("/proofs/observation/" + heartRate, narrow);

        assertThat(one.body()).doesNotContain(inside);
        assertThat(found.body()).doesNotContain(inside);
        assertThat(proof.body()).doesNotContain(inside);
        assertThat(provenance(one).getSignature()).isEmpty();
        assertThat(provenance(one).getEntity()).isEmpty();
        assertThat(provenance(one).getTargetFirstRep().getReference()).isEqualTo("Observation/" + heartRate);
        assertThat(fhir.newJsonParser()
                        .parseResource(Bundle.class, found.body())
                        .getEntry())
                .hasSize(1);
        assertThat(proof.statusCode()).isEqualTo(403);
        assertThat(proof.body()).contains("OperationOutcome", "VL-HTTP-041");
    }

    @Test
    void givesTheSignedPackUnderAConsentForAllOfItsCodes() {
        Account both = api.account("both", Role.PRACTITIONER);
        sample.consent(api.patient, both, Sample.HEART_RATE, Sample.TEMPERATURE);

        for (Account account : List.of(both, api.practitioner, api.patient)) {
            assertThat(provenance(read("/fhir/Provenance/" + heartRate, account))
                            .getSignature())
                    .hasSize(1);
            assertThat(read("/proofs/observation/" + heartRate, account).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    @Proves("INV-010")
    void provesConsentsAndAccessesToExactlyThoseWhoMayReadThem() {
        Account colleague = api.account("colleague", Role.PRACTITIONER);
        Consent consent = sample.consent(api.patient, colleague);
        String access = api.handle(api.patient).text() + ".1";
        read("/fhir/Observation/" + heartRate, api.practitioner);

        for (Account account :
                List.of(api.patient, api.other, api.practitioner, narrow, colleague, api.auditor, api.operator)) {
            assertSame("/fhir/Consent/", "/proofs/consent/", consent.id().text(), account);
            assertSame("/fhir/AuditEvent/", "/proofs/access/", access, account);
        }
        assertThat(read("/proofs/consent/" + consent.id().text(), api.practitioner)
                        .statusCode())
                .isEqualTo(404);
        assertThat(read("/proofs/consent/" + consent.id().text(), colleague).statusCode())
                .isEqualTo(200);
    }

    private void assertSame(String resources, String proofs, String id, Account account) {
        assertThat(read(proofs + id, account).statusCode())
                .as(proofs + " as " + account.role())
                .isEqualTo(read(resources + id, account).statusCode());
    }

    private HttpResponse<String> read(String path, Account account) {
        return api.get(path, api.token(account));
    }

    private Provenance provenance(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return fhir.newJsonParser().parseResource(Provenance.class, answer.body());
    }
}
