package org.vitaledger.api.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.gclient.DateClientParam;
import ca.uhn.fhir.rest.gclient.TokenClientParam;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Observation;
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
import org.vitaledger.core.Proves;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.Role;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservationTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private RunningApi api;
    private Sample sample;
    private DeviceId device;
    private List<Reading> first;
    private final FhirContext fhir = FhirContext.forR4();

    @BeforeAll
    void start(@TempDir Path home) {
        api = RunningApi.start(home);
        sample = new Sample(api);
        device = sample.device(api.handle(api.patient));
        first = sample.pack(device, api.handle(api.patient), 1, NOON);
        for (int i = 1; i < 5; i++) {
            sample.pack(device, api.handle(api.patient), 1 + i, NOON.plus(Duration.ofMinutes(i)));
        }
        DeviceId foreign = sample.device(api.handle(api.other));
        sample.pack(foreign, api.handle(api.other), 1, NOON);
        sample.consent(api.patient, api.practitioner);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void readsAsAClientOfOthersExpects() {
        Observation observation = client(api.practitioner)
                .read()
                .resource(Observation.class)
                .withId(first.get(1).id().text())
                .execute();

        assertThat(observation.getValueQuantity().getValue()).isEqualTo(new BigDecimal("37.0"));
        assertThat(observation.getValueQuantity().getCode()).isEqualTo("Cel");
        assertThat(observation.getCode().getCodingFirstRep().getCode()).isEqualTo(Sample.TEMPERATURE);
        assertThat(observation.getEffectiveDateTimeType().getValue()).isEqualTo(java.util.Date.from(NOON));
        assertThat(observation.getSubject().getReference())
                .isEqualTo("Patient/" + api.handle(api.patient).text());
    }

    @Test
    void tellsWhatItCanInItsMetadata() {
        CapabilityStatement metadata = client(api.practitioner)
                .capabilities()
                .ofType(CapabilityStatement.class)
                .execute();

        assertThat(metadata.getRestFirstRep().getResource())
                .extracting(CapabilityStatement.CapabilityStatementRestResourceComponent::getType)
                .containsExactly("AuditEvent", "Consent", "Device", "Observation", "Patient", "Provenance");
        assertThat(api.get("/fhir/metadata").statusCode()).isEqualTo(200);
        assertThat(api.get("/fhir/.well-known/smart-configuration").body()).contains("permission-v2");
    }

    @Test
    void pagesThroughEverythingOnceInOrder() {
        IGenericClient client = client(api.practitioner);
        Bundle page = client.search()
                .forResource(Observation.class)
                .where(Observation.PATIENT.hasId(api.handle(api.patient).text()))
                .sort()
                .ascending(Observation.DATE)
                .count(3)
                .returnBundle(Bundle.class)
                .execute();
        List<String> ids = new ArrayList<>(ids(page));
        while (page.getLink(Bundle.LINK_NEXT) != null) {
            page = client.loadPage().next(page).execute();
            ids.addAll(ids(page));
        }

        assertThat(ids)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .startsWith(first.get(0).id().text());
    }

    @ParameterizedTest
    @CsvSource({
        "'code=8867-4', 5",
        "'code=http://loinc.org|8867-4', 5",
        "'code=http://loinc.org|', 10",
        "'code=|8867-4', 0",
        "'code=urn:other|8867-4', 0",
        "'code=8867-4,8310-5', 10",
        "'code=8867-4&code=8310-5', 0",
        "'date=2026-03-01', 10",
        "'date=2026-03-01T12:00Z', 2",
        "'date=2026-03-01T12:00:00Z', 2",
        "'date=2026-03-01T13:00:00%2B01:00', 2",
        "'date=gt2026-03-01T12:02:00Z', 4",
        "'date=ge2026-03-01T12:02:00.000Z', 6",
        "'date=lt2026-03-01T12:02:00Z', 4",
        "'date=le2026-03-01T12:02:00Z', 6",
        "'date=ne2026-03-01T12:02:00Z', 8",
        "'date=sa2026-03-01T12:02:00Z&date=eb2026-03-01T12:04:00Z', 2",
        "'date=2026-03-01T12:00:00Z,2026-03-01T12:04:00Z', 4",
        "'date=2025', 0",
        "'date=2026-03', 10",
        "'date=ap2026-03-01', 10",
        "'device=DEVICE', 10",
        "'device=Device/DEVICE', 10",
        "'device=Device/0000000000000000', 0",
        "'subject=Patient/PATIENT', 10",
        "'subject:Patient=PATIENT', 10",
        "'_id=DEVICE-1-0', 1",
        "'_id=DEVICE-1-0,DEVICE-2-1,DEVICE-999-0', 2",
        "'_id=DEVICE-1-0&code=8310-5', 0",
        "'_count=2&_total=accurate', 10",
        "'_summary=count', 10",
        "'_count=0', 10",
    })
    void matchesAsFhirSays(String query, int matches) {
        String path = "/fhir/Observation?"
                + query.replace("|", "%7C")
                        .replace("DEVICE", device.text())
                        .replace("PATIENT", api.handle(api.patient).text());
        Bundle found = bundle(api.get(path, api.token(api.patient)));
        boolean total = found.hasTotal();

        assertThat(total ? found.getTotal() : found.getEntry().size()).isEqualTo(matches);
        assertThat(bundle(api.get(path, api.token(api.practitioner))).getEntry())
                .hasSameSizeAs(found.getEntry());
    }

    @ParameterizedTest
    @CsvSource({
        "'flavour=sweet', VL-HTTP-030, not-supported",
        "'patient.name=x', VL-HTTP-030, not-supported",
        "'_include=Observation:patient', VL-HTTP-030, not-supported",
        "'_has:Provenance:target:agent=1', VL-HTTP-030, not-supported",
        "'code:not=8867-4', VL-HTTP-031, not-supported",
        "'patient:identifier=1', VL-HTTP-031, not-supported",
        "'date=yesterday', VL-HTTP-032, value",
        "'date=2026-13-01', VL-HTTP-032, value",
        "'date=gt', VL-HTTP-032, value",
        "'_count=many', VL-HTTP-032, value",
        "'_sort=code', VL-HTTP-030, not-supported",
        "'_cursor=abc', VL-HTTP-033, value",
        "'code=', VL-HTTP-032, value",
    })
    void refusesWhatItDoesNotKnow(String query, String code, String type) {
        HttpResponse<String> answer = api.get("/fhir/Observation?" + query, api.token(api.practitioner));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("OperationOutcome", code, "\"code\":\"" + type + "\"");
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/fhir+json");
    }

    @Test
    void refusesThePagingLinkOfAnotherSearch() {
        Bundle page = bundle(api.get("/fhir/Observation?_count=1", api.token(api.practitioner)));
        String next = page.getLink(Bundle.LINK_NEXT).getUrl();
        String cursor = next.substring(next.indexOf("_cursor=") + 8).split("&", -1)[0];

        assertThat(api.get("/fhir/Observation?_count=1&_cursor=" + cursor, api.token(api.practitioner))
                        .statusCode())
                .isEqualTo(200);
        assertThat(api.get("/fhir/Observation?_count=2&_cursor=" + cursor, api.token(api.practitioner))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @Proves("INV-010")
    void answersAsIfForbiddenRecordsWereNotThere() {
        Account stranger = api.account("stranger", Role.PRACTITIONER);
        String token = api.token(stranger);
        String known = api.handle(api.other).text();
        String unknown = "00112233445566778899aabbccddeeff";

        assertThat(bundle(api.get("/fhir/Observation", token)).getTotal()).isZero();
        assertThat(bundle(api.get("/fhir/Patient", token)).getTotal()).isZero();
        assertThat(bundle(api.get("/fhir/Device", token)).getTotal()).isZero();
        assertSame("/fhir/Observation?patient=", known, unknown, token, 403);
        assertSame("/fhir/Patient/", known, unknown, token, 403);
        assertSame("/fhir/Observation/", first.get(0).id().text(), device.text() + "-999-0", token, 404);
        assertSame("/fhir/Provenance/", first.get(0).id().text(), device.text() + "-999-0", token, 404);
        assertSame("/fhir/Device/", device.text(), "0011223344556677", token, 404);
        assertSame("/fhir/AuditEvent/", known + ".1", unknown + ".1", api.token(api.patient), 404);
    }

    @Test
    @Proves("INV-010")
    void leavesForbiddenPatientsOutOfAListOfPatients() {
        String both =
                api.handle(api.patient).text() + "," + api.handle(api.other).text();

        Bundle found =
                bundle(api.get("/fhir/Observation?_total=accurate&patient=" + both, api.token(api.practitioner)));

        assertThat(found.getTotal()).isEqualTo(10);
    }

    @Test
    void showsOnlyTheCodesOfTheConsent() {
        Account narrow = api.account("narrow", Role.PRACTITIONER);
        sample.consent(api.patient, narrow, Sample.HEART_RATE);

        assertThat(bundle(api.get("/fhir/Observation?_total=accurate", api.token(narrow)))
                        .getTotal())
                .isEqualTo(5);
        assertThat(api.get("/fhir/Observation/" + first.get(1).id().text(), api.token(narrow))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Proves("INV-007")
    void deniesFromTheCommitOfARevocationOn() {
        Account doctor = api.account("revoked", Role.PRACTITIONER);
        Consent consent = sample.consent(api.patient, doctor);
        String path = "/fhir/Observation?patient=" + api.handle(api.patient).text();
        assertThat(api.get(path, api.token(doctor)).statusCode()).isEqualTo(200);

        sample.revoke(consent, api.patient);

        HttpResponse<String> denied = api.get(path, api.token(doctor));
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body()).contains("VL-HTTP-018", "forbidden").doesNotContain("revoked", "REVOKED");
    }

    @Test
    void refusesRolesThatReadNoPatients() {
        String path = "/fhir/Observation?patient=" + api.handle(api.patient).text();

        for (Account account : List.of(api.auditor, api.operator)) {
            HttpResponse<String> answer = api.get(path, api.token(account));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("VL-HTTP-017");
            assertThat(api.get("/fhir/Observation", api.token(account)).statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void answersInXmlWhenAsked() {
        String xml = api.get("/fhir/Observation/" + first.get(0).id().text() + "?_format=xml", api.token(api.patient))
                .body();

        assertThat(fhir.newXmlParser().parseResource(Observation.class, xml).getStatus())
                .isEqualTo(Observation.ObservationStatus.FINAL);
    }

    @Test
    void searchesByPostAsByGet() {
        HttpResponse<String> answer = api.send(api.request("/fhir/Observation/_search", api.token(api.practitioner))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("code=8867-4"))
                .build());

        assertThat(bundle(answer).getEntry()).hasSize(5);
    }

    @Test
    void findsByTheClientsOwnQueryBuilder() {
        Bundle found = client(api.patient)
                .search()
                .forResource(Observation.class)
                .where(new TokenClientParam("code").exactly().systemAndCode("http://loinc.org", Sample.HEART_RATE))
                .and(new DateClientParam("date").after().second("2026-03-01T12:00:30Z"))
                .returnBundle(Bundle.class)
                .execute();

        assertThat(found.getEntry()).hasSize(4);
    }

    private void assertSame(String path, String known, String unknown, String token, int status) {
        HttpResponse<String> forbidden = api.get(path + known, token);
        HttpResponse<String> absent = api.get(path + unknown, token);

        assertThat(forbidden.statusCode()).as(path).isEqualTo(status);
        assertThat(absent.statusCode()).as(path).isEqualTo(status);
        assertThat(forbidden.body()).isEqualTo(absent.body());
    }

    private Bundle bundle(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return fhir.newJsonParser().parseResource(Bundle.class, answer.body());
    }

    private IGenericClient client(Account account) {
        fhir.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        IGenericClient client = fhir.newRestfulGenericClient(api.server.base() + "/fhir");
        client.registerInterceptor(new BearerTokenAuthInterceptor(api.token(account)));
        return client;
    }

    private static List<String> ids(Bundle page) {
        return page.getEntry().stream()
                .map(entry -> entry.getResource().getIdElement().getIdPart())
                .toList();
    }
}
