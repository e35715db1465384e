package org.vitaledger.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.proof.Commitment;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.SequenceRange;

/** What every vault does. */
public abstract class VaultLaws {
    protected static final Instant NOON = World.NOON;

    protected final TestClock clock = new TestClock(NOON);
    protected final Grants grants = new Grants();
    protected final Packs packs = new Packs(2026);
    protected Vault vault;

    /** Opens the vault under test; called again after a close, it opens the same one. */
    protected abstract Vault open();

    @BeforeEach
    void openFirst() {
        vault = open();
    }

    @AfterEach
    void closeLast() {
        vault.close();
    }

    protected final void reopen() {
        vault.close();
        vault = open();
    }

    protected final Grant own(int patient) {
        return grants.own(patient, clock.instant());
    }

    protected static ReadingQuery query(int limit, boolean newestFirst) {
        return new ReadingQuery(
                Set.of(),
                Optional.empty(),
                ReadingQuery.Span.ALL,
                new ReadingQuery.Page(limit, newestFirst, Optional.empty()));
    }

    protected final List<Reading> all(int patient) {
        return vault.open(own(patient)).readings(query(1000, false)).readings().stream()
                .map(OpenedReading::reading)
                .toList();
    }

    @Test
    @Proves("INV-003")
    void commitmentsPointAtSealedReadings() {
        List<Batch.Pack> sent = List.of(packs.pack(1, 1, NOON, 10), packs.pack(2, 2, NOON, 3));
        SealedBatch sealed = vault.seal(Packs.batch(1, sent)).join();
        reopen();
        int leaf = 0;
        for (Batch.Pack pack : sent) {
            int patient = pack.device().equals(World.device(1)) ? 1 : 2;
            for (Reading reading : pack.readings()) {
                OpenedReading opened =
                        vault.open(own(patient)).reading(reading.id()).orElseThrow();
                assertThat(opened.reading()).isEqualTo(reading);
                assertThat(opened.signed()).contains(pack.signed());
                assertThat(opened.place()).isEqualTo(new OpenedReading.Place(World.GATEWAY, 1, leaf));
                assertThat(Commitment.of(opened.salt().toArray(), opened.reading()))
                        .isEqualTo(sealed.commitments().get(leaf));
                leaf++;
            }
        }
        assertThat(sealed.commitments()).hasSize(leaf).doesNotHaveDuplicates();
    }

    @Test
    void tellsWhatABatchCommitsTo() {
        List<Batch.Pack> sent =
                List.of(packs.pack(2, 1, NOON, 3), packs.pack(1, 1, NOON, 2), packs.pack(2, 1, NOON.plusSeconds(9), 4));
        SealedBatch sealed = vault.seal(Packs.batch(1, sent)).join();
        assertThat(sealed.origin()).isEqualTo(1000);
        assertThat(sealed.ranges())
                .containsExactly(SequenceRange.of(World.device(1), 1, 2), new SequenceRange(World.device(2), 1, 2, 7));
        assertThat(vault.catalogue().batch(World.GATEWAY, 1)).contains(sealed);
        reopen();
        assertThat(vault.catalogue().batch(World.GATEWAY, 1)).contains(sealed);
        assertThat(vault.catalogue().batch(World.GATEWAY, 2)).isEmpty();
        assertThat(vault.catalogue().lastBatch(World.GATEWAY)).isEqualTo(1);
        assertThat(vault.catalogue().lastBatch(new GatewayId(World.HOSPITAL, "edge")))
                .isZero();
        assertThat(vault.catalogue()
                        .patientOf(sent.getFirst().readings().getLast().id()))
                .contains(World.patient(1));
        assertThat(vault.catalogue()
                        .patientOf(
                                packs.pack(7, 1, NOON, 1).readings().getFirst().id()))
                .isEmpty();
    }

    @Test
    @Proves("INV-002")
    void tellsAPackThatItHoldsFromEveryOther() {
        List<Batch.Pack> sent = new ArrayList<>();
        for (int number = 1; number <= 40; number++) {
            List<Batch.Pack> batch = List.of(packs.pack(1, 1, NOON, 2), packs.pack(2, 2, NOON, 1));
            sent.addAll(batch);
            vault.seal(Packs.batch(number, batch)).join();
            assertThat(batch).as("as soon as it is sealed").allMatch(this::isHeld);
        }
        Batch.Pack never = packs.pack(1, 1, NOON, 2);
        vault.shred(World.patient(2)).join();
        for (int i = 0; i < 2; i++) {
            assertThat(sent).as("erased ones, too").allMatch(this::isHeld);
            assertThat(isHeld(never)).isFalse();
            Batch.Pack first = sent.getFirst();
            Hash other = hash(sent.get(2));
            assertThat(vault.catalogue().holds(first.device(), first.sequence(), other))
                    .as("other content")
                    .isFalse();
            assertThat(vault.catalogue().holds(World.device(2), first.sequence(), hash(first)))
                    .as("of another device")
                    .isFalse();
            reopen();
        }
    }

    private boolean isHeld(Batch.Pack pack) {
        return vault.catalogue().holds(pack.device(), pack.sequence(), hash(pack));
    }

    private static Hash hash(Batch.Pack pack) {
        return Hash.sha256(pack.signed().toArray());
    }

    @Test
    @Proves("INV-002")
    void sealsANumberOnce() {
        List<Batch.Pack> first = List.of(packs.pack(1, 1, NOON, 4));
        SealedBatch sealed = vault.seal(Packs.batch(1, first)).join();
        List<Batch.Pack> second = List.of(packs.pack(1, 1, NOON.plusSeconds(60), 5));
        assertThat(vault.seal(Packs.batch(1, second)).join()).isEqualTo(sealed);
        reopen();
        assertThat(vault.seal(Packs.batch(1, second)).join()).isEqualTo(sealed);
        assertThat(all(1)).hasSize(4);
        vault.seal(Packs.batch(2, second)).join();
        assertThat(all(1)).hasSize(9);
        assertThat(vault.catalogue().lastBatch(World.GATEWAY)).isEqualTo(2);
    }

    @Test
    void refusesABatchThatLeavesNumbersOut() {
        CompletableFuture<SealedBatch> early = vault.seal(Packs.batch(2, List.of(packs.pack(1, 1, NOON, 1))));
        assertThatThrownBy(early::join).cause().isInstanceOf(SealFault.class).hasMessageContaining("VL-SEAL-006");
    }

    @Test
    void sealsManyBatchesOfManyGatewaysAtOnce() {
        List<CompletableFuture<SealedBatch>> futures = new ArrayList<>();
        for (int number = 1; number <= 20; number++) {
            for (int gateway = 1; gateway <= 3; gateway++) {
                List<Batch.Pack> sent = List.of(packs.pack(gateway, gateway, NOON.plusSeconds(number), 2));
                GatewayId id = new GatewayId(World.HOSPITAL, "edge-" + gateway);
                futures.add(vault.seal(new Batch(id, number, sent, number)));
            }
        }
        futures.forEach(CompletableFuture::join);
        for (int gateway = 1; gateway <= 3; gateway++) {
            assertThat(all(gateway)).hasSize(40);
            assertThat(vault.catalogue().lastBatch(new GatewayId(World.HOSPITAL, "edge-" + gateway)))
                    .isEqualTo(20);
        }
    }

    @Test
    void refusesReadingsOfAnotherPack() {
        Batch.Pack one = packs.pack(1, 1, NOON, 2);
        Batch.Pack other = packs.pack(2, 1, NOON, 2);
        Batch.Pack mixed = new Batch.Pack(one.device(), one.sequence(), one.patient(), other.readings(), one.signed());
        assertThatThrownBy(() -> vault.seal(Packs.batch(1, List.of(mixed))))
                .isInstanceOf(IllegalArgumentException.class);
        vault.seal(Packs.batch(1, List.of(one))).join();
        assertThat(all(1)).isEqualTo(one.readings());
    }

    @Test
    @Proves("INV-004")
    void opensOnlyWhatTheGrantCovers() {
        Batch.Pack mine = packs.pack(1, 1, NOON, 40);
        Batch.Pack others = packs.pack(2, 2, NOON, 5);
        vault.seal(Packs.batch(1, List.of(mine, others))).join();
        String code = Packs.CODES.getFirst();
        List<Reading> covered =
                mine.readings().stream().filter(r -> r.code().equals(code)).toList();
        PatientRecord record = vault.open(grants.codes(1, clock.instant(), code));
        assertThat(record.readings(query(1000, false)).readings())
                .extracting(OpenedReading::reading)
                .isEqualTo(covered);
        for (Reading reading : mine.readings()) {
            assertThat(record.reading(reading.id()).isPresent())
                    .isEqualTo(reading.code().equals(code));
        }
        assertThat(record.reading(others.readings().getFirst().id())).isEmpty();
        assertThat(vault.open(own(1)).reading(others.readings().getFirst().id()))
                .isEmpty();
        assertThat(all(2)).isEqualTo(others.readings());
        assertThat(all(3)).isEmpty();
    }

    @Test
    @Proves("INV-004")
    void givesASignedPackOnlyToAGrantForEveryReadingInIt() {
        Batch.Pack mixed = packs.pack(1, 1, NOON, 40);
        Batch.Pack plain = packs.pack(1, 1, NOON.plusSeconds(60), 1);
        vault.seal(Packs.batch(1, List.of(mixed, plain))).join();
        String code = plain.readings().getFirst().code();
        PatientRecord some = vault.open(grants.codes(1, clock.instant(), code));
        PatientRecord every = vault.open(grants.codes(1, clock.instant(), Packs.CODES.toArray(String[]::new)));
        for (OpenedReading opened : some.readings(query(1000, false)).readings()) {
            boolean whole = opened.reading().id().sequence() == 2;
            assertThat(opened.signed()).isEqualTo(whole ? Optional.of(plain.signed()) : Optional.empty());
            assertThat(some.reading(opened.reading().id())).contains(opened);
        }
        assertThat(every.readings(query(1000, false)).readings())
                .hasSize(41)
                .allSatisfy(opened -> assertThat(opened.signed()).isPresent());
        assertThat(vault.open(own(1)).readings(query(1000, true)).readings())
                .allSatisfy(opened -> assertThat(opened.signed()).isPresent());
    }

    @Test
    void opensNothingAfterTheGrantHasEnded() {
        Batch.Pack pack = packs.pack(1, 1, NOON, 1);
        vault.seal(Packs.batch(1, List.of(pack))).join();
        Grant grant = own(1);
        PatientRecord record = vault.open(grant);
        assertThat(record.reading(pack.readings().getFirst().id())).isPresent();
        clock.move(Duration.between(clock.instant(), grant.notAfter()));
        assertThatThrownBy(() -> record.reading(pack.readings().getFirst().id()))
                .hasMessageContaining("VL-SEAL-007");
        assertThatThrownBy(() -> record.readings(query(1, true))).hasMessageContaining("VL-SEAL-007");
        assertThatThrownBy(() -> record.documents("Patient")).hasMessageContaining("VL-SEAL-007");
        assertThatThrownBy(() -> vault.open(grant)).hasMessageContaining("VL-SEAL-007");
    }

    @Test
    void keepsTheNewestVersionOfADocument() {
        PatientHandle patient = World.patient(1);
        vault.store(new Document(patient, "Patient", "a", Bytes.utf8("first"))).join();
        vault.store(new Document(patient, "Patient", "a", Bytes.utf8("second"))).join();
        vault.store(new Document(patient, "Patient", "b", Bytes.utf8("other"))).join();
        vault.store(new Document(patient, "Patient2", "c", Bytes.utf8("another kind")))
                .join();
        vault.store(new Document(World.patient(2), "Patient", "a", Bytes.utf8("another's")))
                .join();
        for (int i = 0; i < 2; i++) {
            assertThat(vault.open(own(1)).documents("Patient"))
                    .extracting(Document::content)
                    .containsExactly(Bytes.utf8("second"), Bytes.utf8("other"));
            assertThat(vault.open(grants.codes(1, clock.instant(), "8867-4")).documents("Patient"))
                    .isEmpty();
            reopen();
        }
    }

    @Test
    @Proves("INV-008")
    void opensNothingAfterAShredAndKeepsEveryCommitment() {
        Batch.Pack gone = packs.pack(1, 1, NOON, 5);
        Batch.Pack kept = packs.pack(2, 2, NOON, 5);
        SealedBatch sealed = vault.seal(Packs.batch(1, List.of(gone, kept))).join();
        vault.store(new Document(World.patient(1), "Patient", "a", Bytes.utf8("name")))
                .join();
        PatientRecord before = vault.open(own(1));
        assertThat(before.readings(query(10, true)).readings()).hasSize(5);
        vault.shred(World.patient(1)).join();
        vault.shred(World.patient(1)).join();
        for (int i = 0; i < 2; i++) {
            PatientRecord after = i == 0 ? before : vault.open(own(1));
            assertThat(after.readings(query(10, true)).readings()).isEmpty();
            assertThat(after.reading(gone.readings().getFirst().id())).isEmpty();
            assertThat(after.documents("Patient")).isEmpty();
            assertThat(all(2)).isEqualTo(kept.readings());
            assertThat(vault.catalogue().batch(World.GATEWAY, 1)).contains(sealed);
            assertThat(vault.catalogue().patientOf(gone.readings().getFirst().id()))
                    .contains(World.patient(1));
            reopen();
        }
    }

    @Test
    @Proves("INV-008")
    void commitsButNeverOpensWhatComesAfterAShred() {
        vault.shred(World.patient(1)).join();
        Batch.Pack late = packs.pack(1, 1, NOON, 5);
        SealedBatch sealed = vault.seal(Packs.batch(1, List.of(late, packs.pack(2, 2, NOON, 1))))
                .join();
        assertThat(sealed.commitments()).hasSize(6);
        CompletableFuture<Void> document =
                vault.store(new Document(World.patient(1), "Patient", "a", Bytes.utf8("name")));
        assertThatThrownBy(document::join).cause().hasMessageContaining("VL-SEAL-009");
        assertThat(all(1)).isEmpty();
        assertThat(all(2)).hasSize(1);
        reopen();
        assertThat(all(1)).isEmpty();
        assertThat(vault.catalogue().batch(World.GATEWAY, 1)).contains(sealed);
    }

    @Test
    void saltsDifferBetweenReadingsAndPacks() {
        vault.seal(Packs.batch(1, List.of(packs.pack(1, 1, NOON, 50), packs.pack(1, 1, NOON, 50))))
                .join();
        assertThat(vault.open(own(1)).readings(query(1000, false)).readings())
                .hasSize(100)
                .extracting(OpenedReading::salt)
                .doesNotHaveDuplicates();
    }

    @Test
    void answersTheSameCommitmentsToWhoAsksTwiceAtOnce() {
        Batch batch = Packs.batch(1, List.of(packs.pack(1, 1, NOON, 3)));
        List<CompletableFuture<SealedBatch>> answers =
                IntStream.range(0, 10).mapToObj(i -> vault.seal(batch)).toList();
        List<Hash> commitments = answers.getFirst().join().commitments();
        assertThat(answers).allSatisfy(a -> assertThat(a.join().commitments()).isEqualTo(commitments));
    }
}
