package org.vitaledger.api.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicReference;
import org.hl7.fhir.r4.model.Consent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.core.value.Role;

/** A period includes every time that matches its start and its end (FHIR R4 datatypes, Period), in UTC. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsentPeriodTest {
    private static final Instant NOW = Instant.parse("2026-03-10T15:00:00Z");

    private final FhirContext fhir = FhirContext.forR4();
    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    private final TimeZone zone = TimeZone.getDefault();
    private RunningApi api;
    private int accounts;

    @BeforeAll
    void start(@TempDir Path home) {
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
        api = new RunningApi(home, time::get, RunningApi.Options.defaults());
    }

    @AfterAll
    void stop() {
        api.close();
        TimeZone.setDefault(zone);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-10, 2026-03-10T00:00:00Z, 2026-03-10T23:59:59Z",
        "2026-03-31, 2026-03-10T00:00:00Z, 2026-03-31T23:59:59Z",
        "2026-03, 2026-03-10T00:00:00Z, 2026-03-31T23:59:59Z",
        "2026, 2026-03-10T00:00:00Z, 2026-12-31T23:59:59Z",
        "2026-03-12T10:00:00Z, 2026-03-10T00:00:00Z, 2026-03-12T10:00:00Z",
        "2026-03-12T10:00:00+13:00, 2026-03-10T00:00:00Z, 2026-03-11T21:00:00Z",
        "2026-03-12T10:00:00.250Z, 2026-03-10T00:00:00Z, 2026-03-12T10:00:00.250Z",
        "9999-12-31, 2026-03-10T00:00:00Z, 9999-12-31T23:59:59Z",
    })
    void includesEveryTimeThatMatchesTheEnd(String end, Instant start, Instant last) {
        time.set(NOW);
        Account doctor = account();
        Consent kept = give(doctor, "\"start\":\"" + start + "\",\"end\":\"" + end + "\"");

        assertThat(Instant.parse(kept.getProvision().getPeriod().getEndElement().getValueAsString()))
                .isEqualTo(last);
        assertThat(kept.getProvision().getPeriod().getStartElement().getValueAsString())
                .endsWith("Z");
        assertThat(reads(doctor)).isTrue();
        if (last.isBefore(Instant.parse("2030-01-01T00:00:00Z"))) {
            time.set(last);
            assertThat(reads(doctor)).isTrue();
            time.set(last.plus(Duration.ofSeconds(1)));
            assertThat(reads(doctor)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-10, 2026-03-10T00:00:00Z",
        "2026-03, 2026-03-01T00:00:00Z",
        "2026, 2026-01-01T00:00:00Z",
        "2026-03-10T01:00:00+01:00, 2026-03-10T00:00:00Z",
        "2026-03-11, 2026-03-11T00:00:00Z",
    })
    void beginsWithTheFirstTimeThatMatchesTheStart(String start, Instant first) {
        time.set(NOW);
        Account doctor = account();
        Consent kept = give(doctor, "\"start\":\"" + start + "\"");

        assertThat(Instant.parse(
                        kept.getProvision().getPeriod().getStartElement().getValueAsString()))
                .isEqualTo(first);
        assertThat(kept.getProvision().getPeriod().hasEnd()).isFalse();
        assertThat(reads(doctor)).isEqualTo(!first.isAfter(NOW));
        time.set(first);
        assertThat(reads(doctor)).isTrue();
        time.set(first.minusMillis(1));
        assertThat(reads(doctor)).isFalse();
    }

    @Test
    void keepsWhatItReadsBack() {
        time.set(NOW);
        Account doctor = account();
        Consent first = give(doctor, "\"start\":\"2026-03\",\"end\":\"2026-03-31\"");
        String period = fhir.newJsonParser().encodeToString(first.getProvision().getPeriod());
        Consent second = give(doctor, period.substring(1, period.length() - 1));

        assertThat(fhir.newJsonParser().encodeToString(second.getProvision().getPeriod()))
                .isEqualTo(period);
    }

    private Account account() {
        return api.account("doctor" + accounts++, Role.PRACTITIONER);
    }

    private boolean reads(Account doctor) {
        int status = api.get("/fhir/Patient/" + api.handle(api.patient).text(), api.token(doctor))
                .statusCode();
        assertThat(status).isIn(200, 403);
        return status == 200;
    }

    private Consent give(Account doctor, String period) {
        String body =
                """
                {"resourceType":"Consent","status":"active","patient":{"reference":"Patient/%s"},
                 "provision":{"type":"permit","actor":[{"reference":{"reference":"Practitioner/%s"}}],
                 "purpose":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"TREAT"}],
                 "period":{%s}}}
                """.formatted(api.handle(api.patient).text(), doctor.principal().text(), period);
        HttpResponse<String> answer = api.send(api.request("/fhir/Consent", api.token(api.patient))
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return fhir.newJsonParser().parseResource(Consent.class, answer.body());
    }
}
