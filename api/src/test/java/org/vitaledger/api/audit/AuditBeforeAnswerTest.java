package org.vitaledger.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.fake.HeldDisk;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.api.fake.Sample;
import org.vitaledger.core.Proves;
import org.vitaledger.core.access.DenyReason;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Role;
import org.vitaledger.journal.JournalOptions;

class AuditBeforeAnswerTest {
    @TempDir
    Path home;

    private final HeldDisk disk = new HeldDisk();
    private RunningApi api;
    private DeviceId device;

    @BeforeEach
    void start() {
        api = new RunningApi(
                home,
                InstantSource.system(),
                RunningApi.Options.defaults()
                        .withAudit(JournalOptions.defaults().withDisk(disk)));
        Sample sample = new Sample(api);
        device = sample.device(api.handle(api.patient));
        sample.pack(device, api.handle(api.patient), 1, Instant.parse("2026-03-01T12:00:00Z"));
        sample.consent(api.patient, api.practitioner);
    }

    @AfterEach
    void stop() {
        disk.release();
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Observation?patient=PATIENT",
                "/fhir/Observation",
                "/fhir/Observation/DEVICE-1-0",
                "/fhir/Patient/PATIENT",
                "/fhir/Patient?name=x",
                "/fhir/Device/DEVICE",
                "/fhir/Consent?patient=PATIENT",
                "/fhir/Provenance?target=Observation/DEVICE-1-0",
                "/proofs/observation/DEVICE-1-0",
            })
    @Proves("INV-004")
    void letsNoAnswerLeaveBeforeItsRecordIsForced(String path) throws Exception {
        String address = address(path);
        String token = api.token(api.practitioner);
        api.get("/fhir/metadata");
        int opened = api.vault.opened();
        disk.hold();
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> api.get(address, token));
        disk.awaitHeld();

        Throwable waiting = catchThrowable(() -> answer.get(300, TimeUnit.MILLISECONDS));
        assertThat(waiting).isInstanceOf(TimeoutException.class);
        assertThat(api.vault.opened()).isEqualTo(opened);
        disk.release();
        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    @Proves("INV-004")
    void answersNothingWhenTheRecordCannotBeForced() {
        disk.fail();

        HttpResponse<String> answer =
                api.get(address("/fhir/Observation?patient=PATIENT"), api.token(api.practitioner));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("VL-JOURNAL-003", "transient").doesNotContain("Bundle", home.toString());
    }

    @Test
    void recordsDenialsWithTheirReason() {
        Account stranger = api.account("stranger", Role.PRACTITIONER);
        Sample sample = new Sample(api);
        Consent consent = sample.consent(api.other, stranger);
        sample.revoke(consent, api.other);

        api.get("/fhir/Observation?patient=" + api.handle(api.patient).text(), api.token(stranger));
        api.get("/fhir/Observation?patient=" + api.handle(api.other).text(), api.token(stranger));
        api.get("/fhir/Observation?patient=" + api.handle(api.other).text(), api.token(api.auditor));

        assertThat(records(api.patient))
                .last()
                .satisfies(record -> assertThat(record.decision().denied()).contains(DenyReason.NO_CONSENT));
        assertThat(records(api.other).map(record -> record.decision().denied().orElseThrow()))
                .containsExactly(DenyReason.CONSENT_REVOKED, DenyReason.ROLE_READS_NO_PATIENTS);
    }

    @Test
    void pinsTheHeightAndTheConsentVersionOfADecision() {
        api.get("/fhir/Observation/" + device.text() + "-1-0", api.token(api.practitioner));

        AuditRecord record = records(api.patient).findFirst().orElseThrow();
        assertThat(record.access().interaction()).isEqualTo("Observation.read");
        assertThat(record.decision().height()).isEqualTo(api.ledger.snapshot().height());
        assertThat(record.decision().consents()).hasSize(1).allMatch(consent -> consent.version() == 1);
        assertThat(record.request().principal()).isEqualTo(api.practitioner.principal());
    }

    private Stream<AuditRecord> records(Account account) {
        AuditLog log = api.server.audit();
        return Stream.iterate(1L, number -> number <= log.count(api.handle(account)), number -> number + 1)
                .map(number -> log.record(api.handle(account), number).orElseThrow());
    }

    private String address(String path) {
        return path.replace("DEVICE", device.text())
                .replace("PATIENT", api.handle(api.patient).text());
    }
}
