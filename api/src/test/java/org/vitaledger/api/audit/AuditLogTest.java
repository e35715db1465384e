package org.vitaledger.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.fake.FakeLedger;
import org.vitaledger.core.Proves;
import org.vitaledger.core.access.AccessRequest;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.AuditHead;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.proof.AuditRecord;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;
import org.vitaledger.journal.Disk;
import org.vitaledger.journal.JournalOptions;

class AuditLogTest {
    private static final PatientHandle ANNA =
            new PatientHandle(Bytes.of(new byte[16]).slice(0, 15).plus(Bytes.of((byte) 1)));
    private static final PatientHandle BERT =
            new PatientHandle(Bytes.of(new byte[16]).slice(0, 15).plus(Bytes.of((byte) 2)));

    @TempDir
    Path directory;

    @Test
    @Proves("INV-011")
    void numbersEachPatientsRecordsWithoutGapsAndFindsThemAfterARestart() {
        try (AuditLog log = open()) {
            List<AuditRecord> records = Stream.of(ANNA, BERT, ANNA, ANNA)
                    .map(patient -> log.append(entry(patient)).join())
                    .toList();
            assertThat(records).extracting(AuditRecord::number).containsExactly(1L, 1L, 2L, 3L);
        }
        try (AuditLog log = open()) {
            assertThat(log.count(ANNA)).isEqualTo(3);
            assertThat(log.append(entry(ANNA)).join().number()).isEqualTo(4);
            AuditRecord second = log.record(ANNA, 2).orElseThrow();
            AuditHead head = log.head(ANNA, 3).orElseThrow();
            assertThat(log.inclusion(ANNA, 2, 3).verify(TreeHash.leaf(second.encode()), head.root()))
                    .isTrue();
            assertThat(log.record(ANNA, 5)).isEmpty();
            assertThat(log.head(BERT, 2)).isEmpty();
        }
    }

    @Test
    @Proves("INV-011")
    void anchorsTheHeadsThatHaveGrown() {
        FakeLedger ledger = new FakeLedger(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
        try (AuditLog log = open();
                AuditAnchors anchors = AuditAnchors.start(log, ledger, Duration.ofHours(1))) {
            log.append(entry(ANNA)).join();
            log.append(entry(BERT)).join();
            anchors.anchorNow();
            long height = ledger.snapshot().height();
            anchors.anchorNow();
            assertThat(ledger.snapshot().height()).isEqualTo(height);
            log.append(entry(ANNA)).join();
        }
        State state = ledger.snapshot().state();
        assertThat(state.auditHead(FakeLedger.MEMBER, ANNA).orElseThrow().count())
                .isEqualTo(2);
        assertThat(AuditCheck.check(directory, FakeLedger.MEMBER, state).findings())
                .isEmpty();
    }

    @Test
    @Proves("INV-011")
    void givesNothingOfALogThatLacksAnchoredRecords(@TempDir Path older) {
        FakeLedger ledger = new FakeLedger(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
        try (AuditLog log = open();
                AuditAnchors anchors = AuditAnchors.start(log, ledger, Duration.ofHours(1))) {
            log.append(entry(ANNA)).join();
            log.append(entry(ANNA)).join();
            anchors.anchorNow();
        }
        try (AuditLog restored = AuditLog.open(older, FakeLedger.MEMBER, JournalOptions.defaults())) {
            restored.append(entry(ANNA)).join();

            AuditAnchors.start(restored, ledger, Duration.ofHours(1)).close();
            assertDistrusted(restored, "VL-AUDIT-002");
        }
        assertThat(AuditCheck.check(older, FakeLedger.MEMBER, ledger.snapshot().state())
                        .findings())
                .singleElement()
                .asString()
                .contains("1 records where the ledger counts 2");
    }

    @Test
    @Proves("INV-011")
    void givesNothingWhenTheRecordsOfAPatientAreGone(@TempDir Path empty) {
        FakeLedger ledger = new FakeLedger(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
        try (AuditLog log = open();
                AuditAnchors anchors = AuditAnchors.start(log, ledger, Duration.ofHours(1))) {
            log.append(entry(ANNA)).join();
            log.append(entry(BERT)).join();
            anchors.anchorNow();
        }
        long height = ledger.snapshot().height();
        try (AuditLog gone = AuditLog.open(empty, FakeLedger.MEMBER, JournalOptions.defaults())) {
            AuditAnchors.start(gone, ledger, Duration.ofHours(1)).close();
            assertDistrusted(gone, "VL-AUDIT-002");
            assertThat(gone.patients()).noneMatch(patient -> gone.count(patient) > 0);
        }
        assertThat(ledger.snapshot().height()).isEqualTo(height);
        State state = ledger.snapshot().state();
        assertThat(AuditCheck.check(empty, FakeLedger.MEMBER, state).findings())
                .singleElement()
                .asString()
                .contains("the audit records of 2 patients whom the ledger counts are gone");
        try (AuditLog restored = open()) {
            AuditAnchors.start(restored, ledger, Duration.ofHours(1)).close();
            assertThat(restored.append(entry(ANNA)).join().number()).isEqualTo(2);
        }
    }

    @Test
    @Proves("INV-011")
    void anchorsTheOtherHeadsOfABatchInWhichTheLedgerRefusesOne() {
        FakeLedger ledger = new FakeLedger(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
        try (AuditLog log = open();
                AuditAnchors anchors = AuditAnchors.start(log, ledger, Duration.ofHours(1))) {
            List<PatientHandle> others = new ArrayList<>();
            for (byte i = 3; i < 10; i++) {
                others.add(new PatientHandle(
                        Bytes.of(new byte[PatientHandle.SIZE - 1]).plus(Bytes.of(i))));
            }
            others.forEach(patient -> log.append(entry(patient)).join());
            log.append(entry(ANNA)).join();
            AuditHead foreign = new AuditHead(ANNA, 5, Hash.sha256());
            ledger.submit(new Command.AnchorAuditHeads(List.of(foreign))).join();

            anchors.anchorNow();
            State state = ledger.snapshot().state();
            assertThat(others)
                    .allMatch(patient -> state.auditHead(FakeLedger.MEMBER, patient)
                            .filter(head -> head.count() == 1)
                            .isPresent());
            assertThat(anchors.fault().orElseThrow().code().id()).isEqualTo("VL-AUDIT-003");
            long height = ledger.snapshot().height();
            anchors.anchorNow();
            assertThat(ledger.snapshot().height()).isEqualTo(height);
        }
    }

    @Test
    void saysThatABugEndedTheAnchoring() {
        FakeLedger ledger = new FakeLedger(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
        try (AuditLog log = open()) {
            AuditAnchors anchors = AuditAnchors.start(log, ledger, Duration.ofMillis(5));
            ledger.breakWith(new LinkageError("a bug"));
            log.append(entry(ANNA)).join();
            await().dontCatchUncaughtExceptions().until(() -> anchors.fault().isPresent());
            assertThat(anchors.fault().orElseThrow().code()).isEqualTo(AuditFault.Kind.ANCHORING_STOPPED);
        }
    }

    /** Numbers given to records that the disk did not take are given again. */
    @Test
    @Proves({"INV-011", "INV-022"})
    void leavesNoGapWhenTheDiskFailsForAWhile() {
        AtomicBoolean full = new AtomicBoolean();
        Disk disk = new Disk() {
            @Override
            public void write(Path file, FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
                if (full.get()) {
                    throw new IOException("No space left on device");
                }
                Disk.super.write(file, channel, bytes, offset);
            }
        };
        JournalOptions options = JournalOptions.defaults().withDisk(disk).withRetry(Duration.ofMillis(20));
        try (AuditLog log = AuditLog.open(directory, FakeLedger.MEMBER, options)) {
            log.append(entry(ANNA)).join();
            full.set(true);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> log.append(entry(ANNA)).join()).hasMessageContaining("VL-JOURNAL-003");
            }
            assertThat(log.fault()).isPresent();
            full.set(false);
            await().until(() -> log.fault().isEmpty());
            assertThat(log.append(entry(ANNA)).join().number()).isEqualTo(2);
        }
        try (AuditLog log = open()) {
            assertThat(log.count(ANNA)).isEqualTo(2);
        }
    }

    private static void assertDistrusted(AuditLog log, String code) {
        assertThat(log.fault().orElseThrow().code().id()).isEqualTo(code);
        assertThatThrownBy(log::requireTrusted).hasMessageContaining(code);
        assertThatThrownBy(() -> log.append(entry(ANNA)).join()).hasMessageContaining(code);
    }

    @Test
    void namesEveryFlippedByte() throws IOException {
        try (AuditLog log = open()) {
            for (int i = 0; i < 50; i++) {
                log.append(entry(i % 2 == 0 ? ANNA : BERT)).join();
            }
        }
        Path segment;
        try (Stream<Path> files = Files.list(directory)) {
            segment = files.filter(file -> file.toString().endsWith(".seg"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] good = Files.readAllBytes(segment);
        SplittableRandom random = new SplittableRandom(20260301);
        for (int round = 0; round < 40; round++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(segment, bad);

            assertThat(AuditCheck.check(directory, FakeLedger.MEMBER, State.EMPTY)
                            .findings())
                    .as("byte %d", at)
                    .isNotEmpty();
        }
        Files.write(segment, good);
        assertThat(AuditCheck.check(directory, FakeLedger.MEMBER, State.EMPTY).findings())
                .isEmpty();
    }

    @Test
    void givesNothingOfALogWithADamagedRecord() throws IOException {
        try (AuditLog log = open()) {
            for (int i = 0; i < 20; i++) {
                log.append(entry(ANNA)).join();
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            Path segment = files.filter(file -> file.toString().endsWith(".seg"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(segment);
            bytes[100] ^= 1;
            Files.write(segment, bytes);
        }

        try (AuditLog damaged = open()) {
            assertDistrusted(damaged, "VL-AUDIT-001");
        }
    }

    private AuditLog open() {
        return AuditLog.open(directory, FakeLedger.MEMBER, JournalOptions.defaults());
    }

    private static AuditEntry entry(PatientHandle patient) {
        PrincipalId principal = new PrincipalId(Bytes.of(new byte[PrincipalId.SIZE]));
        return new AuditEntry(
                new AccessRequest(principal, Role.PRACTITIONER, Purpose.TREAT, patient),
                new AuditRecord.Access("Observation.search", Instant.parse("2026-03-01T12:00:00Z")),
                new AuditRecord.Ruling(Optional.empty(), 7, List.of()));
    }
}
