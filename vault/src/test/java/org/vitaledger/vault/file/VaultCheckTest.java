package org.vitaledger.vault.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.World;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalCheck;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.vault.Batch;
import org.vitaledger.vault.Document;
import org.vitaledger.vault.Packs;
import org.vitaledger.vault.SealFault;
import org.vitaledger.vault.SealedBatch;
import org.vitaledger.vault.TestClock;

class VaultCheckTest {
    private static final long SEED = 20_260_101;
    private static final byte[] NOTHING = {};

    @TempDir
    Path directory;

    private final Packs packs = new Packs(1);
    private final List<SealedBatch> sealed = new ArrayList<>();

    @BeforeEach
    void fill() {
        try (FileVault vault = TestVaults.open(directory, new TestClock(World.NOON))) {
            for (int number = 1; number <= 3; number++) {
                List<Batch.Pack> batch = new ArrayList<>();
                for (int i = 1; i <= 4; i++) {
                    batch.add(packs.pack(i, 1 + i % 3, World.NOON.plusSeconds(number), 3));
                }
                sealed.add(vault.seal(Packs.batch(number, batch)).join());
            }
            vault.store(new Document(World.patient(1), "Patient", "a", Bytes.utf8("name")))
                    .join();
            vault.shred(World.patient(3)).join();
        }
    }

    @Test
    void findsNothingInAWholeVaultAndShowsWhatItCommitsTo() {
        List<SealedBatch> seen = new ArrayList<>();
        VaultCheck.Report report = VaultCheck.check(
                directory.resolve("vault"), directory.resolve("node-key.p12"), TestVaults.PASSWORD, seen::add);
        assertThat(report.findings()).isEmpty();
        assertThat(seen).isEqualTo(sealed);
        assertThat(report.batches()).isEqualTo(3);
        assertThat(report.readings()).isEqualTo(36);
        assertThat(report.opened()).isEqualTo(27);
    }

    @Test
    void findsAFlippedByteInAnyFile() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(f -> f.toString().endsWith(".seg") || f.toString().endsWith(".keys"))
                    .toList();
        }
        assertThat(files).hasSize(2);
        SplittableRandom random = new SplittableRandom(SEED);
        for (Path file : files) {
            int size = (int) Files.size(file);
            for (int i = 0; i < 60; i++) {
                int offset = random.nextInt(size);
                TestVaults.flip(file, offset);
                assertThat(TestVaults.check(directory))
                        .as("seed %d: flip at %d of %s", SEED, offset, file)
                        .extracting(VaultFinding::file)
                        .contains(file);
                TestVaults.flip(file, offset);
            }
        }
        assertThat(TestVaults.check(directory)).isEmpty();
    }

    /** A reader of PKCS#12 overlooks some bytes of its frame; then the key must be the same. */
    @Test
    void findsAFlippedByteInTheKeyStoreUnlessItChangesNothing() throws IOException {
        Path file = directory.resolve("node-key.p12");
        int size = (int) Files.size(file);
        int overlooked = 0;
        for (int offset = 0; offset < size; offset += 3) {
            TestVaults.flip(file, offset);
            List<VaultFinding> findings = TestVaults.check(directory);
            overlooked += findings.isEmpty() ? 1 : 0;
            assertThat(findings)
                    .as("flip at %d", offset)
                    .allSatisfy(finding -> assertThat(finding.file()).isEqualTo(file));
            TestVaults.flip(file, offset);
        }
        assertThat(overlooked).isLessThan(size / 3 / 20);
    }

    /** Writes the journal again with one record changed, so that its checksums are right. */
    private void forge(int record, Consumer<byte[]> change) throws IOException {
        List<byte[]> records = new ArrayList<>();
        Path journal = directory.resolve("vault/journal");
        JournalCheck.check(journal, r -> records.add(r.payload()));
        change.accept(records.get(record));
        TestVaults.delete(journal);
        try (Journal fresh = Journal.open(journal, JournalOptions.defaults())) {
            records.forEach(payload -> fresh.append(payload).join());
        }
        TestVaults.delete(directory.resolve("vault/index"));
    }

    @Test
    void namesTheBatchOfAChangeThatChecksumsDoNotShow() throws IOException {
        BatchRecord batch = BatchRecord.read(readRecord(1));
        int commitment = batch.places().getFirst().offset() - 1;
        int sealedPack = batch.places().get(2).offset() + 20;
        for (int offset : new int[] {commitment, sealedPack}) {
            forge(1, payload -> payload[offset] ^= 1);
            List<VaultFinding> findings = TestVaults.check(directory);
            assertThat(findings)
                    .extracting(VaultFinding::batch)
                    .containsOnly(Optional.of(new VaultFinding.BatchName(World.GATEWAY, 2)));
            assertThat(findings.getFirst().file()).exists();
            assertThat(findings.getFirst().toString()).contains("batch 2 of", ".seg");
            forge(1, payload -> payload[offset] ^= 1);
            assertThat(TestVaults.check(directory)).isEmpty();
        }
    }

    private byte[] readRecord(int number) {
        List<byte[]> records = new ArrayList<>();
        JournalCheck.check(directory.resolve("vault/journal"), r -> records.add(r.payload()));
        return records.get(number);
    }

    @Test
    void openingForgedContentFails() throws IOException {
        BatchRecord batch = BatchRecord.read(readRecord(0));
        forge(0, payload -> payload[batch.places().getFirst().offset() + 20] ^= 1);
        assertThatThrownBy(() -> TestVaults.open(directory, new TestClock(World.NOON)))
                .isInstanceOf(SealFault.class)
                .hasMessageContaining("VL-SEAL-004")
                .hasMessageContaining("batch=1");
    }

    @Test
    void findsAChangeToEveryByteOfABatch() throws IOException {
        byte[] whole = readRecord(0);
        SplittableRandom random = new SplittableRandom(SEED);
        BatchRecord batch = BatchRecord.read(whole);
        for (int i = 0; i < 40; i++) {
            int offset = random.nextInt(whole.length);
            if (hasAKey(batch, offset)) {
                forge(0, payload -> payload[offset] ^= 4);
                assertThat(TestVaults.check(directory))
                        .as("seed %d: change of byte %d", SEED, offset)
                        .isNotEmpty();
                forge(0, payload -> payload[offset] ^= 4);
            }
        }
    }

    /** Sealed bytes of a shredded patient, and commitments to them, can be compared with the ledger only. */
    private static boolean hasAKey(BatchRecord batch, int offset) {
        int pack = 1;
        BatchRecord.Place place = batch.places().get(pack);
        int commitments =
                batch.places().getFirst().offset() - batch.commitments().size() * 32 + place.firstLeaf() * 32;
        int length = batch.packs().get(pack).length();
        boolean sealed = offset >= place.offset() && offset < place.offset() + length;
        boolean committed = offset >= commitments && offset < commitments + 3 * 32;
        boolean origin = offset < commitments;
        return !sealed && !committed && !origin;
    }

    @Test
    void findsAnIndexThatDiffersFromTheRecords() throws Exception {
        long journal = journalId();
        try (Index index = Index.open(directory.resolve("vault/index"), journal, Long.MAX_VALUE)) {
            index.write(puts -> {
                puts.deleteAll(IndexKeys.pack(World.device(1), 2));
                puts.put(IndexKeys.pack(World.device(77), 1), new byte[46]);
                puts.deleteAll(IndexKeys.batch(World.GATEWAY, 3));
            });
        }
        List<VaultFinding> findings = TestVaults.check(directory);
        assertThat(findings)
                .extracting(VaultFinding::batch)
                .contains(
                        Optional.of(new VaultFinding.BatchName(World.GATEWAY, 2)),
                        Optional.of(new VaultFinding.BatchName(World.GATEWAY, 3)));
        assertThat(findings).extracting(VaultFinding::what).anyMatch(what -> what.contains("number of batches"));
    }

    /** Each of the five kinds of entries, changed, missing and too many. */
    @Test
    void namesEveryEntryOfTheIndexThatDiffers() throws Exception {
        BatchRecord batch = BatchRecord.read(readRecord(1));
        PackEntry first = batch.packs().getFirst();
        byte[] byFirst = IndexKeys.onTimeline(first, World.NOON.plusSeconds(2).toEpochMilli(), false);
        byte[] byLast = IndexKeys.onTimeline(first, World.NOON.plusSeconds(4).toEpochMilli(), true);
        byte[] number = IndexKeys.batch(World.GATEWAY, 2);
        byte[] document = IndexKeys.document(World.patient(1), "Patient", "a");
        byte[] pack = IndexKeys.pack(first.device(), first.sequence());
        List<VaultFinding> seen = new ArrayList<>();
        for (byte[] key : List.of(byFirst, byLast, number, document, pack)) {
            byte[] before = change(key, new byte[] {1});
            seen.addAll(assertFound("changed", key));
            change(key, NOTHING);
            seen.addAll(assertFound("missing", key));
            change(key, before);
            byte[] beside = Arrays.copyOf(key, key.length + 1);
            change(beside, before);
            assertThat(assertFound("too many", key))
                    .extracting(VaultFinding::file)
                    .containsOnly(index());
            change(beside, NOTHING);
            assertThat(TestVaults.check(directory)).isEmpty();
        }
        assertThat(seen)
                .filteredOn(finding -> !finding.file().equals(index()))
                .hasSize(10)
                .extracting(VaultFinding::batch)
                .containsOnly(Optional.of(new VaultFinding.BatchName(World.GATEWAY, 2)), Optional.empty());
    }

    private Path index() {
        return directory.resolve("vault/index");
    }

    private List<VaultFinding> assertFound(String how, byte[] key) {
        List<VaultFinding> findings = TestVaults.check(directory);
        assertThat(findings).as("%s: %c", how, key[0]).isNotEmpty();
        return findings;
    }

    /** Puts {@code value} at {@code key}, or takes away what is there if that is empty; tells what was there. */
    private byte[] change(byte[] key, byte[] value) {
        try (Index index = Index.open(index(), journalId(), Long.MAX_VALUE)) {
            byte[] before = index.get(key);
            index.write(puts -> {
                if (value.length == 0) {
                    puts.deleteAll(key);
                } else {
                    puts.put(key, value);
                }
            });
            return before == null ? NOTHING : before;
        }
    }

    /** Opening a vault writes its codes anew; here the same codes get other numbers and stand in another order. */
    @Test
    void takesTheCodesOfAPackInAnyOrder() {
        PackEntry first = BatchRecord.read(readRecord(1)).packs().getFirst();
        byte[] key = IndexKeys.onTimeline(first, World.NOON.plusSeconds(2).toEpochMilli(), false);
        byte[] value = change(key, new byte[] {1});
        int span = 2;
        byte[] turned = value.clone();
        for (int i = span; i < value.length; i++) {
            turned[i] = value[value.length - 1 - (i - span)];
        }
        change(key, turned);
        assertThat(value).hasSizeGreaterThan(span + 1);
        assertThat(TestVaults.check(directory)).isEmpty();
    }

    @Test
    void tellsHowFarItIs() {
        List<VaultProgress> told = new ArrayList<>();
        VaultCheck.Target target = new VaultCheck.Target(
                directory.resolve("vault"), directory.resolve("node-key.p12"), TestVaults.PASSWORD);
        VaultCheckOptions options = VaultCheckOptions.of(directory, told::add);
        VaultCheck.Report report = VaultCheck.check(target, options, _ -> {});
        assertThat(report.findings()).isEmpty();
        assertThat(told)
                .filteredOn(progress -> progress.part() == VaultProgress.Part.RECORDS)
                .hasSize(4)
                .isSortedAccordingTo(Comparator.comparingLong(VaultProgress::done))
                .allMatch(progress -> progress.done() <= progress.all());
    }

    private long journalId() {
        try (Journal journal = Journal.open(directory.resolve("vault/journal"), JournalOptions.defaults())) {
            return journal.id();
        }
    }

    @Test
    void findsThatTheJournalsEndIsMissing() throws IOException {
        Path segment;
        try (Stream<Path> files = Files.list(directory.resolve("vault/journal"))) {
            segment =
                    files.filter(f -> f.toString().endsWith(".seg")).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        int end = readRecord(0).length + readRecord(1).length + readRecord(2).length + 3 * 16 + 32;
        Files.write(segment, Arrays.copyOf(bytes, end));
        assertThat(TestVaults.check(directory))
                .extracting(VaultFinding::what)
                .containsExactly("the index covers records that the journal does not hold any more");
    }

    @Test
    void tellsAMissingKeyStoreAndAMissingVault() throws IOException {
        Files.delete(directory.resolve("node-key.p12"));
        assertThat(TestVaults.check(directory))
                .extracting(VaultFinding::file)
                .containsExactly(directory.resolve("node-key.p12"));
        assertThat(TestVaults.check(directory.resolve("nowhere"))).hasSize(1);
    }

    @Test
    void refusesToCheckAVaultThatIsOpen() {
        try (FileVault vault = TestVaults.open(directory, new TestClock(World.NOON))) {
            assertThatThrownBy(() -> TestVaults.check(directory)).hasMessageContaining("VL-SEAL-011");
            assertThat(vault.catalogue().lastBatch(World.GATEWAY)).isEqualTo(3);
        }
    }
}
