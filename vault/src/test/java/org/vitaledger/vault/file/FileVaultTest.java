package org.vitaledger.vault.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.Reading;
import org.vitaledger.journal.ForcedDisk;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.vault.Batch;
import org.vitaledger.vault.Document;
import org.vitaledger.vault.Grants;
import org.vitaledger.vault.OpenedReading;
import org.vitaledger.vault.Packs;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;
import org.vitaledger.vault.SealedBatch;
import org.vitaledger.vault.TestClock;
import org.vitaledger.vault.key.PatientKeys;

class FileVaultTest {
    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(World.NOON);
    private final Packs packs = new Packs(1);
    private final ForcedDisk disk = new ForcedDisk();

    private FileVault open(Path parent) {
        return FileVault.open(
                parent.resolve("vault"),
                new FileVaultOptions(
                        TestVaults.nodeKey(parent),
                        clock,
                        new SecureRandom(),
                        JournalOptions.defaults().withDisk(disk).withRetry(Duration.ofMillis(20))));
    }

    private List<Reading> all(FileVault vault, int patient) {
        return TestVaults.all(vault, new Grants().own(patient, clock.instant()));
    }

    private List<Reading> fill(FileVault vault) {
        List<Reading> expected = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            Batch.Pack one = packs.pack(1, 1, World.NOON.plusSeconds(100L * number), 7);
            Batch.Pack two = packs.pack(2, 2, World.NOON.plusSeconds(100L * number), 3);
            vault.seal(Packs.batch(number, List.of(one, two))).join();
            expected.addAll(one.readings());
        }
        vault.store(new Document(World.patient(1), "Patient", "a", Bytes.utf8("name")))
                .join();
        return expected;
    }

    private void copyTo(Path target) throws IOException {
        TestVaults.copy(directory, target);
    }

    @Test
    void makesAnIndexAnewThatIsMissingOrDamaged() throws IOException {
        List<Reading> expected;
        try (FileVault vault = open(directory)) {
            expected = fill(vault);
        }
        Path index = directory.resolve("vault/index");
        TestVaults.delete(index);
        try (FileVault vault = open(directory)) {
            assertThat(all(vault, 1)).isEqualTo(expected);
            assertThat(vault.catalogue().lastBatch(World.GATEWAY)).isEqualTo(5);
        }
        try (Stream<Path> files = Files.list(index)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".sst")).toList()) {
                TestVaults.flip(file, (int) Files.size(file) / 3);
            }
        }
        try (FileVault vault = open(directory)) {
            assertThat(all(vault, 1)).isEqualTo(expected);
        }
        Files.writeString(index.resolve("CURRENT"), "nonsense");
        try (FileVault vault = open(directory)) {
            assertThat(all(vault, 1)).isEqualTo(expected);
            assertThat(vault.open(new Grants().own(1, clock.instant())).documents("Patient"))
                    .hasSize(1);
        }
        Path foreign = directory.resolve("foreign");
        try (FileVault vault = open(foreign)) {
            vault.seal(Packs.batch(1, List.of(packs.pack(9, 9, World.NOON, 1)))).join();
        }
        TestVaults.delete(index);
        TestVaults.copy(foreign.resolve("vault/index"), index);
        try (FileVault vault = open(directory)) {
            assertThat(all(vault, 1)).isEqualTo(expected);
            assertThat(all(vault, 9)).isEmpty();
        }
    }

    @Test
    void catchesUpAfterACrashThatLostTheIndexsMemory() throws IOException {
        Path crashed = directory.resolve("crashed");
        List<Reading> expected;
        try (FileVault vault = open(directory)) {
            expected = fill(vault);
            assertThat(all(vault, 1)).hasSize(35);
            copyTo(crashed);
        }
        try (FileVault vault = open(crashed)) {
            assertThat(all(vault, 1)).isEqualTo(expected);
            assertThat(vault.catalogue().lastBatch(World.GATEWAY)).isEqualTo(5);
        }
    }

    @Test
    @Proves("INV-003")
    void completesASealOnlyAfterTheForce() throws IOException {
        Path lost = directory.resolve("lost");
        Path kept = directory.resolve("kept");
        try (FileVault vault = open(directory)) {
            disk.holdForces();
            CompletableFuture<SealedBatch> sealed =
                    vault.seal(Packs.batch(1, List.of(packs.pack(1, 1, World.NOON, 2))));
            await().until(() -> disk.waitingForces() == 1);
            assertThat(sealed).isNotDone();
            assertThat(vault.catalogue().lastBatch(World.GATEWAY)).isZero();
            copyForced(lost);
            disk.letAllForces();
            sealed.join();
            copyForced(kept);
        }
        try (FileVault vault = open(lost)) {
            assertThat(vault.catalogue().lastBatch(World.GATEWAY)).isZero();
        }
        try (FileVault vault = open(kept)) {
            assertThat(vault.catalogue().lastBatch(World.GATEWAY)).isEqualTo(1);
            assertThat(all(vault, 1)).hasSize(2);
        }
    }

    private void copyForced(Path target) throws IOException {
        Files.createDirectories(target.resolve("vault"));
        Files.copy(directory.resolve("node-key.p12"), target.resolve("node-key.p12"));
        TestVaults.copy(directory.resolve("vault/keys"), target.resolve("vault/keys"));
        disk.copyForced(directory.resolve("vault/journal"), target.resolve("vault/journal"));
    }

    @Test
    @Proves("INV-022")
    void sealsTheSameBatchOnceTheDiskTakesWritesAgain() {
        try (FileVault vault = open(directory)) {
            vault.seal(Packs.batch(1, List.of(packs.pack(1, 1, World.NOON, 2)))).join();
            Batch second = Packs.batch(2, List.of(packs.pack(1, 1, World.NOON, 2)));
            disk.failForces();
            assertThatThrownBy(() -> vault.seal(second).join()).hasMessageContaining("VL-SEAL-005");
            assertThat(vault.fault().orElseThrow().code()).isEqualTo(SealCode.DISK);
            disk.mendForces();
            await().until(() -> vault.fault().isEmpty());

            SealedBatch sealed = vault.seal(second).join();
            assertThat(vault.seal(second).join()).isEqualTo(sealed);
            vault.seal(Packs.batch(3, List.of(packs.pack(1, 1, World.NOON, 2)))).join();
            assertThat(vault.catalogue().lastBatch(World.GATEWAY)).isEqualTo(3);
            assertThat(all(vault, 1)).hasSize(6);
        }
        assertThat(TestVaults.check(directory)).isEmpty();
    }

    @Test
    void tellsAFailedDiskAndTakesNothingMore() {
        try (FileVault vault = open(directory)) {
            vault.seal(Packs.batch(1, List.of(packs.pack(1, 1, World.NOON, 2)))).join();
            disk.failForces();
            for (int i = 0; i < 2; i++) {
                CompletableFuture<SealedBatch> failed =
                        vault.seal(Packs.batch(2, List.of(packs.pack(1, 1, World.NOON, 2))));
                assertThatThrownBy(failed::join)
                        .cause()
                        .isInstanceOf(SealFault.class)
                        .hasMessageContaining("VL-SEAL-005");
            }
            CompletableFuture<Void> document = vault.store(new Document(World.patient(1), "Patient", "a", Bytes.EMPTY));
            assertThatThrownBy(document::join).cause().isInstanceOf(SealFault.class);
            assertThat(all(vault, 1)).hasSize(2);
        }
    }

    @Test
    void needsItsOwnNodeKeyAndItsFileOfKeys() throws IOException {
        try (FileVault vault = open(directory)) {
            fill(vault);
        }
        Path other = directory.resolve("other");
        copyTo(other);
        Files.delete(other.resolve("node-key.p12"));
        assertThatThrownBy(() -> open(other)).isInstanceOf(SealFault.class).hasMessageContaining("VL-SEAL-002");
        Path missing = directory.resolve("missing");
        copyTo(missing);
        Files.delete(missing.resolve("vault/keys/patients.keys"));
        assertThatThrownBy(() -> open(missing)).isInstanceOf(SealFault.class).hasMessageContaining("VL-SEAL-003");
    }

    @Test
    void refusesRecordsOfAnotherVersionAndSaysSo() {
        try (FileVault vault = open(directory)) {
            fill(vault);
        }
        byte[] former = {BatchHeader.TYPE, BatchHeader.VERSION - 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        try (Journal journal = Journal.open(directory.resolve("vault/journal"), JournalOptions.defaults())) {
            journal.append(former).join();
        }
        assertThatThrownBy(() -> open(directory)).isInstanceOf(SealFault.class).hasMessageContaining("VL-SEAL-013");
        assertThat(TestVaults.check(directory))
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("another version"));
    }

    @Test
    void makesAnIndexOfAnotherVersionAnew() throws IOException {
        List<Reading> expected;
        try (FileVault vault = open(directory)) {
            expected = fill(vault);
        }
        Path directoryOfIndex = directory.resolve("vault/index");
        try (Journal journal = Journal.open(directory.resolve("vault/journal"), JournalOptions.defaults());
                Index index = Index.open(directoryOfIndex, journal.id(), journal.endPosition())) {
            byte[] coverage = index.coverage().value();
            coverage[3]--;
            index.write(puts -> {
                puts.put(IndexKeys.META, coverage);
                puts.deleteAll(IndexKeys.packs());
            });
        }
        try (FileVault vault = open(directory)) {
            assertThat(all(vault, 1)).isEqualTo(expected);
        }
        assertThat(TestVaults.check(directory)).isEmpty();
    }

    @Test
    void isOpenOnlyOnceAndTellsWhenItIsClosed() {
        FileVault vault = open(directory);
        assertThatThrownBy(() -> open(directory)).isInstanceOf(SealFault.class).hasMessageContaining("VL-SEAL-011");
        vault.close();
        vault.close();
        assertThatThrownBy(() -> vault.catalogue().lastBatch(World.GATEWAY)).hasMessageContaining("VL-SEAL-010");
        CompletableFuture<SealedBatch> late = vault.seal(Packs.batch(1, List.of(packs.pack(1, 1, World.NOON, 2))));
        assertThatThrownBy(late::join).cause().hasMessageContaining("VL-SEAL-010");
    }

    @Test
    @Proves("INV-008")
    void leavesNothingOfAShreddedPatientInKeyFileOrIndex() throws IOException {
        byte[] before;
        Path keys = directory.resolve("vault/keys/patients.keys");
        try (FileVault vault = open(directory)) {
            fill(vault);
            before = Files.readAllBytes(keys);
            vault.shred(World.patient(1)).join();
        }
        byte[] after = Files.readAllBytes(keys);
        assertThat(after).hasSameSizeAs(before);
        assertThat(Bytes.of(after, 64 + 20, 40)).isEqualTo(Bytes.of(new byte[40]));
        assertThat(Bytes.of(after, 128, 64)).isEqualTo(Bytes.of(before, 128, 64));
        byte[] timeline = IndexKeys.timeline(World.patient(1), true);
        try (Stream<Path> files = Files.list(directory.resolve("vault/index"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".sst")).toList()) {
                assertThat(Bytes.of(Files.readAllBytes(file)).hex())
                        .doesNotContain(Bytes.of(timeline).hex());
            }
        }
    }

    @Test
    void forgetsAPatientWhoseShredACrashCutShort() throws IOException {
        try (FileVault vault = open(directory)) {
            fill(vault);
        }
        Path keys = directory.resolve("vault/keys/patients.keys");
        try (var slots = PatientKeys.open(keys, TestVaults.nodeKey(directory), new SecureRandom())) {
            slots.destroy(World.patient(1));
        }
        try (FileVault vault = open(directory)) {
            assertThat(all(vault, 1)).isEmpty();
            assertThat(all(vault, 2)).hasSize(15);
        }
        assertThat(TestVaults.check(directory)).isEmpty();
    }

    @Test
    void needsFewBytesPerReadingInPacksOfTen() throws IOException {
        int readings = 0;
        try (FileVault vault = open(directory)) {
            for (int number = 1; number <= 20; number++) {
                List<Batch.Pack> batch = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    batch.add(packs.pack(i % 20, i % 10, World.NOON.plusSeconds(number * 100L + i), 10));
                }
                readings += vault.seal(Packs.batch(number, batch))
                        .join()
                        .commitments()
                        .size();
            }
        }
        long journal = TestVaults.size(directory.resolve("vault/journal"));
        long index = TestVaults.size(directory.resolve("vault/index"));
        assertThat(journal / readings).as("journal").isLessThan(130);
        assertThat(index / readings).as("index").isLessThan(25);
    }

    @Test
    void bindsSealedPacksToTheirPlace() {
        List<OpenedReading> opened;
        try (FileVault vault = open(directory)) {
            fill(vault);
            opened = vault.open(new Grants().own(1, clock.instant()))
                    .readings(TestVaults.ascending())
                    .readings();
        }
        assertThat(opened).extracting(o -> o.place().leaf()).contains(0, 6).doesNotContain(7);
        assertThat(opened).extracting(o -> o.place().batch()).contains(1L, 5L);
    }
}
