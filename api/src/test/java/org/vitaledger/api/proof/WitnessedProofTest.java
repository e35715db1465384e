package org.vitaledger.api.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.api.fake.Sample;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.proof.ProofVerifier;
import org.vitaledger.core.proof.Statement;
import org.vitaledger.core.proof.Verdict;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Role;
import org.vitaledger.ledger.DeclaredCodes;
import org.vitaledger.ledger.publish.CheckpointPublisher;
import org.vitaledger.ledger.publish.Publication;
import org.vitaledger.ledger.publish.PublishFault;

/** Proofs for those whose policy names a witness beside the members. */
class WitnessedProofTest {
    private static final Signatures SIGNATURES = Signatures.platform();
    private static final NoteSigner WITNESS = NoteSigner.of(
            "witness.example/w1",
            SignatureType.COSIGNATURE_ED25519,
            SIGNATURES.generate(SignatureType.COSIGNATURE_ED25519.algorithm(), new SecureRandom()),
            SIGNATURES);

    private final Cosigning cosigning = new Cosigning();
    private RunningApi api;
    private String policy;
    private DeviceId device;
    private Consent consent;

    @BeforeEach
    void start(@TempDir Path home) {
        api = new RunningApi(
                home, InstantSource.system(), RunningApi.Options.defaults().withPlan(cosigning));
        policy = api.ledger.policy().replace("quorum a\n", "") + "witness w "
                + WITNESS.verifierKey().text() + "\ngroup both all a w\nquorum both\n";
        Sample sample = new Sample(api);
        device = sample.device(api.handle(api.patient));
        sample.pack(device, api.handle(api.patient), 1, Instant.parse("2026-03-01T12:00:00Z"));
        consent = sample.consent(api.patient, api.practitioner);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void carryWhatTheWitnessCosigned() {
        String reading = "/proofs/observation/" + device.text() + "-1-0";
        String standing = "/proofs/consent/" + consent.id().text();
        for (String path : List.of(reading, standing)) {
            await().untilAsserted(() -> assertThat(verdict(path)).isInstanceOf(Verdict.Proved.class));
        }
        // Another access, so that the record and its anchor are there.
        String access = "/proofs/access/" + api.handle(api.patient).text() + ".1";
        await().untilAsserted(() -> assertThat(verdict(access)).isInstanceOf(Verdict.Proved.class));

        cosigning.stop();
        api.account("more", Role.AUDITOR);
        assertThat(api.get("/ledger/checkpoint").body()).contains("\n");
        for (String path : List.of(reading, standing, access)) {
            assertThat(verdict(path)).as("covered already: " + path).isInstanceOf(Verdict.Proved.class);
        }
    }

    @Test
    void areTheMembersWhereNoWitnessHasCosignedYet() {
        String standing = "/proofs/consent/" + consent.id().text();
        await().untilAsserted(() -> assertThat(verdict(standing)).isInstanceOf(Verdict.Proved.class));
        cosigning.stop();
        api.ledger
                .submit(new Command.RevokeConsent(consent.id(), api.patient.principal()))
                .join();

        assertThat(verdict(standing))
                .isInstanceOfSatisfying(
                        Verdict.Refuted.class, no -> assertThat(no.detail()).isEqualTo("QUORUM_NOT_REACHED"));
        assertThat(verdict(standing, api.ledger.policy()))
                .isInstanceOfSatisfying(
                        Verdict.Proved.class,
                        proved -> assertThat(proved.statement())
                                .isInstanceOfSatisfying(
                                        Statement.ConsentStood.class,
                                        stood -> assertThat(stood.consent())
                                                .map(Consent::status)
                                                .contains(Consent.Status.REVOKED)));
        cosigning.resume();
        await().untilAsserted(() -> assertThat(verdict(standing)).isInstanceOf(Verdict.Proved.class));
    }

    private Verdict verdict(String path) {
        return verdict(path, policy);
    }

    private Verdict verdict(String path, String under) {
        Account reader = api.patient;
        HttpResponse<String> answer = api.get(path, api.token(reader));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ProofVerifier.verify(
                answer.body().getBytes(UTF_8), under.getBytes(UTF_8), SIGNATURES, DeclaredCodes.load());
    }

    /** Cosigns what comes, until it is told to stop. */
    private static final class Cosigning implements CheckpointPublisher {
        private volatile boolean works = true;

        /** From when this returns on nothing more is cosigned. */
        synchronized void stop() {
            works = false;
        }

        void resume() {
            works = true;
        }

        @Override
        public String name() {
            return "witness";
        }

        @Override
        public synchronized Publication publish(SignedNote checkpoint) {
            if (!works) {
                throw new PublishFault(PublishFault.Kind.WITNESS_REFUSED, Map.of(), null);
            }
            return new Publication.Cosigned(List.of(WITNESS.sign(checkpoint.text(), 1000)), true);
        }
    }
}
