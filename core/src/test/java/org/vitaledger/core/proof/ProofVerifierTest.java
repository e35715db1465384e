package org.vitaledger.core.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.core.proof.SmallLedger.SIGNATURES;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.code.CodeFiles;
import org.vitaledger.core.code.CodeMap;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.proof.Verdict.Step;
import org.vitaledger.core.statemap.StateMap;
import org.vitaledger.core.statemap.StateProof;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.Decimal;

class ProofVerifierTest {
    private static final CodeMap CODES = CodeFiles.load();

    private final SmallLedger ledger = new SmallLedger();

    @Test
    void provesEachReadingOfABatch() {
        for (int i = 0; i < 3; i++) {
            int index = i;
            assertThat(verify(ledger.proof(4, ledger.ofReading(i))))
                    .isInstanceOfSatisfying(Verdict.Proved.class, proved -> {
                        assertThat(proved.statement())
                                .isEqualTo(new Statement.ReadingCommitted(
                                        ledger.readings.get(index),
                                        new Statement.Said("8867-4", new Decimal(725, 1), "/min"),
                                        ledger.deviceKey.verifyingKey(),
                                        World.GATEWAY,
                                        1));
                        assertThat(proved.cosigners()).containsExactly("a", "a-pq");
                    });
        }
    }

    @Test
    void provesAConsentAndTheAbsenceOfOne() {
        assertThat(verify(ledger.proof(6, ledger.ofConsent(World.consentId(1)))))
                .isInstanceOfSatisfying(
                        Verdict.Proved.class,
                        proved -> assertThat(proved.statement())
                                .isInstanceOfSatisfying(
                                        Statement.ConsentStood.class,
                                        stood -> assertThat(stood.consent())
                                                .map(Consent::status)
                                                .contains(Consent.Status.ACTIVE)));
        assertThat(verify(ledger.proof(6, ledger.ofConsent(World.consentId(2)))))
                .isInstanceOfSatisfying(
                        Verdict.Proved.class,
                        proved -> assertThat(proved.statement())
                                .isInstanceOfSatisfying(
                                        Statement.ConsentStood.class,
                                        stood -> assertThat(stood.consent()).isEmpty()));
    }

    @Test
    @Proves("INV-011")
    void provesWhichAccessesThereAre() {
        assertThat(accesses(ledger.ofAccesses(0, 3))).satisfies(all -> {
            assertThat(all.accesses()).isEqualTo(ledger.accesses);
            assertThat(all.areAll()).isTrue();
        });
        assertThat(accesses(ledger.ofAccesses(1, 2))).satisfies(one -> {
            assertThat(one.accesses()).containsExactly(ledger.accesses.get(1));
            assertThat(one.first()).isEqualTo(2);
            assertThat(one.count()).isEqualTo(3);
            assertThat(one.areAll()).isFalse();
        });
    }

    @Test
    @Proves("INV-011")
    void provesThatThereWasNoAccess() {
        for (Evidence.OfAccesses none : List.of(
                ledger.ofAccesses(World.HOSPITAL, World.patient(2), NO_RECORDS),
                ledger.ofAccesses(World.STRANGER, World.patient(1), NO_RECORDS))) {
            assertThat(accesses(none)).satisfies(it -> {
                assertThat(it.count()).isZero();
                assertThat(it.areAll()).isTrue();
            });
        }
    }

    private static final Evidence.Records NO_RECORDS = new Evidence.Records(0, List.of(), List.of());

    private Statement.AccessesRecorded accesses(Evidence.OfAccesses evidence) {
        return (Statement.AccessesRecorded) ((Verdict.Proved) verify(ledger.proof(6, evidence))).statement();
    }

    @Test
    @Proves("INV-011")
    void refutesATrailThatIsNotTheMembersOrNotWhole() {
        Evidence.OfAccesses all = ledger.ofAccesses(0, 3);
        List<Bytes> records = all.records().records();
        assertThat(step(6, ledger.ofAccesses(NO_RECORDS))).isEqualTo(Step.RECORD);
        assertThat(step(6, ledger.ofAccesses(new Evidence.Records(0, records.subList(0, 2), List.of()))))
                .isEqualTo(Step.RECORD);
        assertThat(step(6, ledger.ofAccesses(new Evidence.Records(1, records.subList(0, 1), List.of()))))
                .isEqualTo(Step.RECORD);
        assertThat(step(6, ledger.ofAccesses(new Evidence.Records(0, records, List.of(Hash.sha256())))))
                .isEqualTo(Step.RECORD);
        assertThat(step(6, ledger.ofAccesses(new Evidence.Records(Long.MAX_VALUE, records, List.of()))))
                .isEqualTo(Step.RECORD);
        assertThat(step(6, ledger.ofAccesses(World.HOSPITAL, World.patient(2), all.records())))
                .isEqualTo(Step.RECORD);
        Evidence.Trail other = new Evidence.Trail(World.HOSPITAL, World.patient(2));
        assertThat(step(
                        6,
                        new Evidence.OfAccesses(
                                all.entry(), other, all.head(), all.patient(), all.records(), all.growth())))
                .isEqualTo(Step.TRAIL);
        Evidence.Trail elsewhere = new Evidence.Trail(World.STRANGER, World.patient(1));
        assertThat(step(
                        6,
                        new Evidence.OfAccesses(
                                all.entry(), elsewhere, all.head(), all.patient(), all.records(), all.growth())))
                .isEqualTo(Step.STATE);
        StateProof absent = StateMap.EMPTY.prove(Bytes.EMPTY);
        assertThat(step(
                        6,
                        new Evidence.OfAccesses(
                                all.entry(), all.trail(), absent, all.patient(), all.records(), all.growth())))
                .isEqualTo(Step.STATE);
        assertThat(step(
                        6,
                        new Evidence.OfAccesses(
                                all.entry(), all.trail(), all.head(), absent, all.records(), all.growth())))
                .isEqualTo(Step.TRAIL);
        assertThat(step(5, all)).isEqualTo(Step.INCLUSION);
    }

    @Test
    void refutesWhatTheStepsDoNotSupport() {
        Evidence.OfReading good = ledger.ofReading(1);
        Evidence.OfReading other = ledger.ofReading(2);
        assertThat(step(4, reading(good, good.place(), other.reading()))).isEqualTo(Step.COMMITMENT);
        assertThat(step(4, reading(good, other.place(), good.reading()))).isEqualTo(Step.COMMITMENT);
        assertThat(step(3, good)).isEqualTo(Step.INCLUSION);
        assertThat(step(
                        4,
                        new Evidence.OfReading(
                                good.entry(), good.place(), good.reading(), Bytes.EMPTY, good.enrolment())))
                .isEqualTo(Step.PACK);
        Evidence.Included wrong = new Evidence.Included(
                1, ledger.entries.get(1), ledger.tree.inclusion(1).path());
        assertThat(step(4, new Evidence.OfReading(good.entry(), good.place(), good.reading(), good.signed(), wrong)))
                .isEqualTo(Step.ENROLMENT);
        assertThat(step(
                        5,
                        new Evidence.OfReading(
                                ledger.entries.get(5), good.place(), good.reading(), good.signed(), good.enrolment())))
                .isEqualTo(Step.ENTRY);
        Evidence.OfConsent consent = ledger.ofConsent(World.consentId(1));
        assertThat(step(6, new Evidence.OfConsent(consent.entry(), World.consentId(3), consent.proof())))
                .isEqualTo(Step.STATE);
    }

    @Test
    void refutesAnotherLedgersProof() {
        assertThat(ProofVerifier.verify(
                        ledger.proof(4, ledger.ofReading(0)), new SmallLedger().policy(), SIGNATURES, CODES))
                .isInstanceOfSatisfying(
                        Verdict.Refuted.class, no -> assertThat(no.step()).isEqualTo(Step.CHECKPOINT));
    }

    /** Two logs may have one name; a right proof with the wrong policy must not read like a forged one. */
    @Test
    void asksWhetherThePolicyIsTheLogs() {
        byte[] proof = ledger.proof(4, ledger.ofReading(0));
        for (byte[] policy : List.of(new SmallLedger().policy(), "quorum none\n".getBytes(UTF_8))) {
            assertThat(ProofVerifier.verify(proof, policy, SIGNATURES, CODES))
                    .isInstanceOfSatisfying(
                            Verdict.Refuted.class,
                            no -> assertThat(no.detail()).contains("check that the policy is that of the log"));
        }
    }

    @Test
    void rubbishIsUnreadable() {
        SplittableRandom random = new SplittableRandom(11);
        byte[] policy = ledger.policy();
        for (int i = 0; i < 200; i++) {
            byte[] rubbish = new byte[random.nextInt(400)];
            random.nextBytes(rubbish);
            assertThat(ProofVerifier.verify(rubbish, policy, SIGNATURES, CODES)).isInstanceOf(Verdict.Unreadable.class);
            assertThat(ProofVerifier.verify(ledger.proof(4, ledger.ofReading(0)), rubbish, SIGNATURES, CODES))
                    .isInstanceOf(Verdict.Unreadable.class);
        }
        assertThat(ProofVerifier.verify("".getBytes(UTF_8), policy, SIGNATURES, CODES))
                .isInstanceOf(Verdict.Unreadable.class);
    }

    @ParameterizedTest
    @MethodSource("org.vitaledger.core.proof.ContentVectors#all")
    void provesAReadingOnlyIfItsDeviceSignedIt(ContentVectors.Vector vector) {
        Verdict verdict = ProofVerifier.verify(vector.proof(), vector.policy(), SIGNATURES, CODES);
        if (vector.holds()) {
            assertThat(verdict).isInstanceOf(Verdict.Proved.class);
        } else {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Refuted.class, no -> assertThat(no.step()).isEqualTo(Step.CONTENT));
        }
    }

    @Test
    void aDeviceDoesNotSayWhoseReadingItIs() {
        ContentVectors.Vector vector = ContentVectors.ofAnotherPatient();
        assertThat(ProofVerifier.verify(vector.proof(), vector.policy(), SIGNATURES, CODES))
                .isInstanceOfSatisfying(
                        Verdict.Proved.class,
                        proved -> assertThat(proved.statement())
                                .isInstanceOfSatisfying(
                                        Statement.ReadingCommitted.class,
                                        it -> assertThat(it.said())
                                                .isEqualTo(new Statement.Said("8867-4", new Decimal(725, 1), "/min"))));
    }

    @Test
    void readsNotesAndPoliciesAsTheirSpecificationsSay() {
        for (NoteVectors.Vector vector : NoteVectors.all()) {
            String step = switch (ProofVerifier.verify(vector.proof(), vector.policy(), SIGNATURES, CODES)) {
                case Verdict.Proved _ -> "";
                case Verdict.Refuted refuted -> refuted.step().name();
                case Verdict.Unreadable unreadable -> "UNREADABLE " + unreadable.step();
            };
            assertThat(step).as(vector.name()).isEqualTo(vector.step());
        }
    }

    @Test
    void tellsFilesThatWereSavedOtherwiseFromForgedOnes() {
        String proof = new String(ledger.proof(4, ledger.ofReading(0)), UTF_8);
        String policy = new String(ledger.policy(), UTF_8);
        assertThat(unreadable(proof.replace("\n", "\r\n"), policy))
                .isEqualTo(new Verdict.Unreadable(
                        Step.PROOF,
                        "not a tlog-proof: line 1 ends with a carriage return; save it with LF line ends, or fetch it"
                                + " again"));
        assertThat(unreadable("\ufeff" + proof, policy))
                .isEqualTo(new Verdict.Unreadable(
                        Step.PROOF,
                        "not a tlog-proof: it begins with a byte order mark; save it as UTF-8 without one"));
        assertThat(unreadable(proof, policy.replaceFirst("\nquorum", "\r\nquorum")))
                .isInstanceOfSatisfying(Verdict.Unreadable.class, no -> {
                    assertThat(no.step()).isEqualTo(Step.POLICY);
                    assertThat(no.detail()).contains("line 4 ends with a carriage return");
                });
        assertThat(unreadable(proof, "\ufeff" + policy))
                .isInstanceOfSatisfying(
                        Verdict.Unreadable.class, no -> assertThat(no.detail()).contains("byte order mark"));
        for (int cut : new int[] {40, proof.length() - 1}) {
            assertThat(unreadable(proof.substring(0, cut), policy)).isInstanceOf(Verdict.Unreadable.class);
        }
        assertThat(unreadable(proof, policy.strip()))
                .isInstanceOfSatisfying(
                        Verdict.Unreadable.class,
                        no -> assertThat(no.detail()).contains("the last line has no line end"));
    }

    private static Verdict unreadable(String proof, String policy) {
        return ProofVerifier.verify(proof.getBytes(UTF_8), policy.getBytes(UTF_8), SIGNATURES, CODES);
    }

    @Test
    void findsOneFlippedBitAnywhereInAProof() {
        byte[] policy = ledger.policy();
        SplittableRandom random = new SplittableRandom(42);
        for (byte[] proof : List.of(
                ledger.proof(4, ledger.ofReading(1)),
                ledger.proof(6, ledger.ofConsent(World.consentId(1))),
                ledger.proof(6, ledger.ofAccesses(1, 3)))) {
            for (int i = 0; i < 300; i++) {
                byte[] flipped = proof.clone();
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                assertThat(ProofVerifier.verify(flipped, policy, SIGNATURES, CODES))
                        .isNotInstanceOf(Verdict.Proved.class);
            }
        }
    }

    private static Evidence.OfReading reading(Evidence.OfReading of, Evidence.Place place, Bytes reading) {
        return new Evidence.OfReading(of.entry(), place, reading, of.signed(), of.enrolment());
    }

    private Step step(long index, Evidence evidence) {
        Verdict verdict = verify(ledger.proof(index, evidence));
        assertThat(verdict).isInstanceOf(Verdict.Refuted.class);
        return ((Verdict.Refuted) verdict).step();
    }

    private Verdict verify(byte[] proof) {
        return ProofVerifier.verify(proof, ledger.policy(), SIGNATURES, CODES);
    }
}
