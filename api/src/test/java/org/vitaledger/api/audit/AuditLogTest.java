package org.vitaledger.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.fake.FakeLedger;
import org.vitaledger.core.Proves;
import org.vitaledger.core.access.AccessRequest;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.AuditHead;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.proof.AuditRecord;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;
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
    void refusesToStartOnALogThatLacksAnchoredRecords(@TempDir Path older) {
        FakeLedger ledger = new FakeLedger(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
        try (AuditLog log = open();
                AuditAnchors anchors = AuditAnchors.start(log, ledger, Duration.ofHours(1))) {
            log.append(entry(ANNA)).join();
            log.append(entry(ANNA)).join();
            anchors.anchorNow();
        }
        try (AuditLog restored = AuditLog.open(older, FakeLedger.MEMBER, JournalOptions.defaults())) {
            restored.append(entry(ANNA)).join();

            assertThatThrownBy(() -> AuditAnchors.start(restored, ledger, Duration.ofHours(1)))
                    .isInstanceOf(AuditFault.class)
                    .hasMessageContaining("VL-AUDIT-002");
        }
        assertThat(AuditCheck.check(older, FakeLedger.MEMBER, ledger.snapshot().state())
                        .findings())
                .singleElement()
                .asString()
                .contains("1 records where the ledger counts 2");
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
    void failsToOpenOnADamagedRecord() throws IOException {
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

        assertThatThrownBy(this::open).isInstanceOf(Fault.class);
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
