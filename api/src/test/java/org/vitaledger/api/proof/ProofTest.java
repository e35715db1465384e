package org.vitaledger.api.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.api.fake.Sample;
import org.vitaledger.core.Proves;
import org.vitaledger.core.merkle.EntryBundle;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.proof.ProofVerifier;
import org.vitaledger.core.proof.Statement;
import org.vitaledger.core.proof.TrailGrowth;
import org.vitaledger.core.proof.Verdict;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Role;
import org.vitaledger.ledger.DeclaredCodes;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProofTest {
    private RunningApi api;
    private DeviceId device;
    private Consent consent;

    @BeforeAll
    void start(@TempDir Path home) {
        api = RunningApi.start(home);
        Sample sample = new Sample(api);
        device = sample.device(api.handle(api.patient));
        for (int i = 1; i <= 5; i++) {
            sample.pack(
                    device,
                    api.handle(api.patient),
                    i,
                    Instant.parse("2026-03-01T12:00:00Z").plusSeconds(i));
        }
        consent = sample.consent(api.patient, api.practitioner);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void provesAReadingOffline() {
        String file = get("/proofs/observation/" + device.text() + "-3-1", 200);

        assertThat(verify(file))
                .isInstanceOfSatisfying(
                        Verdict.Proved.class,
                        proved -> assertThat(proved.statement())
                                .isInstanceOfSatisfying(Statement.ReadingCommitted.class, statement -> {
                                    assertThat(statement.reading().code()).isEqualTo(Sample.TEMPERATURE);
                                    assertThat(statement.batch()).isEqualTo(3);
                                }));
    }

    @Test
    void provesHowAConsentStands() {
        String file = get("/proofs/consent/" + consent.id().text(), 200);

        assertThat(verify(file))
                .isInstanceOfSatisfying(
                        Verdict.Proved.class,
                        proved -> assertThat(proved.statement())
                                .isInstanceOfSatisfying(
                                        Statement.ConsentStood.class,
                                        statement ->
                                                assertThat(statement.consent()).contains(consent)));
    }

    @Test
    @Proves("INV-011")
    void provesAnAccessAndAllOfThem() {
        get("/fhir/Observation?patient=" + api.handle(api.patient).text(), 200);
        String patient = api.handle(api.patient).text();
        String token = api.token(api.patient);

        Statement.AccessesRecorded one =
                accesses(api.get("/proofs/access/" + patient + ".1", token).body());
        assertThat(one.first()).isEqualTo(1);
        assertThat(one.accesses()).hasSize(1);
        assertThat(one.count()).isGreaterThanOrEqualTo(2);
        assertThat(one.areAll()).isFalse();

        Statement.AccessesRecorded all =
                accesses(api.get("/proofs/accesses/" + patient, token).body());
        assertThat(all.areAll()).isTrue();
        // The one that asked for the proof, too.
        assertThat(all.accesses().getLast().access().interaction()).isEqualTo("AuditEvent.proof");
        assertThat(TrailGrowth.between(one, all)).isEqualTo(TrailGrowth.KEPT);

        Statement.AccessesRecorded last =
                accesses(api.get("/proofs/accesses/" + patient + "?from=" + all.count(), token)
                        .body());
        assertThat(last.first()).isEqualTo(all.count());
        assertThat(last.accesses()).hasSize(2);
        assertThat(TrailGrowth.between(all, last)).isEqualTo(TrailGrowth.NOT_SHOWN);

        Statement.AccessesRecorded grown = accesses(
                api.get("/proofs/accesses/" + patient + "?from=" + (all.count() + 1) + "&earlier=" + all.count(), token)
                        .body());
        assertThat(TrailGrowth.between(all, grown)).isEqualTo(TrailGrowth.KEPT);

        assertThat(get("/proofs/access/" + patient + ".1", 403)).contains("VL-HTTP-017");
        assertThat(get("/proofs/accesses/" + patient, 403)).contains("VL-HTTP-017");
        assertThat(api.get("/proofs/accesses/" + patient + "?from=0", token).statusCode())
                .isEqualTo(400);
        assertThat(api.get("/proofs/accesses/" + patient, api.token(api.other)).statusCode())
                .isEqualTo(404);
    }

    /** An auditor sees that there was none, of somebody whom nobody asked for. */
    @Test
    @Proves("INV-011")
    void provesThatThereWasNoAccess() {
        Account quiet = api.account("quiet", Role.PATIENT);
        String file = api.get("/proofs/accesses/" + api.handle(quiet).text(), api.token(api.auditor))
                .body();
        // The auditor's own look is on record before the answer leaves.
        assertThat(accesses(file).accesses())
                .singleElement()
                .satisfies(look -> assertThat(look.request().role()).isEqualTo(Role.AUDITOR));
    }

    private Statement.AccessesRecorded accesses(String file) {
        Verdict verdict = verify(file);
        assertThat(verdict).as(file).isInstanceOf(Verdict.Proved.class);
        return (Statement.AccessesRecorded) ((Verdict.Proved) verdict).statement();
    }

    @Test
    void verifiesProofsItselfAndFindsAFlippedByte() {
        String file = get("/proofs/observation/" + device.text() + "-1-0", 200);
        String forged = file.replaceFirst("extra (.{40}).", "extra $1A");

        assertThat(verifyThere(file)).contains("\"verified\":true", "\"verifier\":\"server\"");
        assertThat(verifyThere(forged)).contains("\"verified\":false", "\"step\":");
        assertThat(verifyThere("nonsense")).contains("\"verified\":false");
    }

    @Test
    @Proves("INV-010")
    void givesProofsOnlyToThoseWhoMayRead() {
        String known = "/proofs/observation/" + device.text() + "-1-0";
        String unknown = "/proofs/observation/" + device.text() + "-99-0";

        assertThat(api.get(known, api.token(api.other)).statusCode()).isEqualTo(404);
        assertThat(api.get(known, api.token(api.other)).body())
                .isEqualTo(api.get(unknown, api.token(api.other)).body());
        assertThat(api.get(known, api.token(api.operator)).statusCode()).isEqualTo(403);
        assertThat(api.get("/proofs/consent/" + consent.id().text(), api.token(api.other))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void servesTheLogAsTiles() throws Exception {
        String note = api.get("/ledger/checkpoint").body();
        Checkpoint checkpoint =
                Checkpoint.parse(SignedNote.parse(note.getBytes(UTF_8)).text());
        int size = Math.toIntExact(checkpoint.size());

        HttpResponse<byte[]> tile = bytes("/ledger/tile/0/000.p/" + size);
        HttpResponse<byte[]> entries = bytes("/ledger/tile/entries/000.p/" + size);

        assertThat(tile.body()).hasSize(32 * size);
        assertThat(EntryBundle.decode(entries.body()).orElseThrow()).hasSize(size);
        assertThat(tile.headers().firstValue("cache-control").orElse("")).contains("immutable");
        assertThat(bytes("/ledger/tile/0/000.p/" + (size + 1)).statusCode()).isEqualTo(404);
        assertThat(api.get("/ledger/policy").body()).contains("quorum");
        assertThat(api.get("/ledger/blocks").body()).contains("\"Anchor\":1", "\"stateRoot\"");
    }

    private HttpResponse<byte[]> bytes(String path) throws Exception {
        return java.net.http.HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(api.uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private String get(String path, int status) {
        HttpResponse<String> answer = api.get(path, api.token(api.practitioner));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }

    private String verifyThere(String file) {
        return api.send(api.request("/proofs/verify", api.token(api.patient))
                        .POST(HttpRequest.BodyPublishers.ofString(file))
                        .build())
                .body();
    }

    private Verdict verify(String file) {
        return ProofVerifier.verify(
                file.getBytes(UTF_8), api.ledger.policy().getBytes(UTF_8), Signatures.platform(), DeclaredCodes.load());
    }
}
