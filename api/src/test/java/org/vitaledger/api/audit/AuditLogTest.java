package org.vitaledger.api.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitaledger.api.fake.FakeLedger;
import org.vitaledger.core.Proves;
import org.vitaledger.core.access.AccessRequest;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;
import org.vitaledger.journal.Disk;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.journal.RecordCipher;

class AuditLogTest {
    private static final PatientHandle ANNA = patient(1);
    private static final PatientHandle BERT = patient(2);
    private static final Bytes KEY = Bytes.of(new byte[RecordCipher.KEY_SIZE]);

    @TempDir
    Path directory;

    private final FakeLedger ledger = new FakeLedger(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));

    @Test
    @Proves("INV-011")
    void numbersEachPatientsRecordsWithoutGapsAndFindsThemAfterARestart() {
        try (AuditLog log = open()) {
            assertThat(Stream.of(ANNA, BERT, ANNA, ANNA)
                            .map(patient -> log.append(entry(patient)).join().number()))
                    .containsExactly(1L, 1L, 2L, 3L);
        }
        try (AuditLog log = open()) {
            assertThat(log.count(ANNA)).isEqualTo(3);
            assertThat(log.append(entry(ANNA)).join().number()).isEqualTo(4);
            assertThat(log.record(ANNA, 2).orElseThrow().number()).isEqualTo(2);
            assertThat(log.record(ANNA, 5)).isEmpty();
            assertThat(log.record(BERT, 2)).isEmpty();
        }
    }

    /** What many ask at a time comes in any order, and everybody gets a number of their own. */
    @Test
    @Proves("INV-011")
    void numbersWhatIsAskedAtATime() {
        try (AuditLog log = open()) {
            List<CompletableFuture<AuditRecord>> records = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                records.add(log.append(entry(i % 3 == 0 ? BERT : ANNA)));
            }
            assertThat(records.stream()
                            .map(CompletableFuture::join)
                            .filter(record -> record.request().patient().equals(ANNA))
                            .map(AuditRecord::number))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 2_000).boxed().toList());
        }
        try (AuditLog log = open()) {
            assertThat(log.count(ANNA)).isEqualTo(2_000);
            assertThat(log.count(BERT)).isEqualTo(1_000);
        }
        assertThat(check(AuditHead.EMPTY)).isEmpty();
    }

    @Test
    @Proves("INV-011")
    void anchorsAllThatWasRecordedWithOneCommand() {
        try (AuditLog log = open();
                AuditAnchors anchors = anchors(log)) {
            log.append(entry(ANNA)).join();
            log.append(entry(BERT)).join();
            long height = ledger.snapshot().height();
            anchors.anchorNow();
            assertThat(ledger.snapshot().height()).isEqualTo(height + 1);
            anchors.anchorNow();
            assertThat(ledger.snapshot().height()).isEqualTo(height + 1);
            log.append(entry(ANNA)).join();
        }
        assertThat(head().size()).isEqualTo(3);
        assertThat(head().loss()).isEmpty();
        assertThat(check(head())).isEmpty();
    }

    /** Far more than one command anchors. */
    @Test
    @Proves("INV-011")
    void anchorsWhatWasRecordedWhileTheLedgerWasAway() {
        try (AuditLog log = open();
                AuditAnchors anchors = anchors(log)) {
            List<CompletableFuture<AuditRecord>> records = new ArrayList<>();
            for (int i = 0; i < 2 * AuditStore.STEP + 10; i++) {
                records.add(log.append(entry(patient(i % 100))));
            }
            records.forEach(CompletableFuture::join);
            anchors.anchorNow();
            assertThat(head().size()).isEqualTo(records.size());
        }
        assertThat(check(head())).isEmpty();
        try (AuditLog log = open();
                AuditAnchors anchors = anchors(log)) {
            log.append(entry(ANNA)).join();
            anchors.anchorNow();
            assertThat(log.fault()).isEmpty();
        }
        assertThat(check(head())).isEmpty();
    }

    /** Equal accesses have different leaves, and nothing on the disk says whom they are about. */
    @Test
    @Proves("INV-009")
    void tellsNobodyWithoutTheKeyWhoAskedForWhom() throws IOException {
        try (AuditLog log = open();
                AuditAnchors anchors = anchors(log)) {
            AuditRecord one = log.append(entry(patient(77))).join();
            AuditRecord two = log.append(entry(patient(77))).join();
            assertThat(one.salt()).isNotEqualTo(two.salt());
            anchors.anchorNow();
        }
        List<Bytes> secrets = List.of(
                patient(77).bytes(), PRINCIPAL.bytes(), Bytes.utf8("Observation.search"), Bytes.utf8("PRACTITIONER"));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), ISO_8859_1);
                for (Bytes secret : secrets) {
                    assertThat(content.contains(new String(secret.toArray(), ISO_8859_1)))
                            .as("%s in %s", secret.hex(), file)
                            .isFalse();
                }
            }
        }
        Bytes entries = Bytes.EMPTY;
        for (long i = 0; i < ledger.snapshot().size(); i++) {
            entries = entries.plus(ledger.log().entry(i));
        }
        String onTheLedger = new String(entries.toArray(), ISO_8859_1);
        assertThat(secrets).noneMatch(secret -> onTheLedger.contains(new String(secret.toArray(), ISO_8859_1)));
    }

    /** What somebody may do to the files of the log while the node is stopped. */
    enum Harm {
        DELETE_ALL {
            @Override
            void to(Path log, Path older) throws IOException {
                Files.move(log, log.resolveSibling("gone"));
            }
        },
        DELETE_RECORDS {
            @Override
            void to(Path log, Path older) throws IOException {
                Files.move(AuditStore.records(log), log.resolveSibling("gone"));
            }
        },
        SHORTEN {
            @Override
            void to(Path log, Path older) throws IOException {
                Path segment = segment(log);
                byte[] all = Files.readAllBytes(segment);
                Files.write(segment, Arrays.copyOf(all, all.length / 2));
            }
        },
        ALTER {
            @Override
            void to(Path log, Path older) throws IOException {
                Path segment = segment(log);
                byte[] all = Files.readAllBytes(segment);
                all[all.length / 2] ^= 1;
                Files.write(segment, all);
            }
        },
        OLDER_COPY {
            @Override
            void to(Path log, Path older) throws IOException {
                Files.move(log, log.resolveSibling("gone"));
                Files.move(older, log);
            }
        };

        abstract void to(Path log, Path older) throws IOException;

        static Path segment(Path log) throws IOException {
            try (Stream<Path> files = Files.list(AuditStore.records(log))) {
                return files.filter(file -> file.toString().endsWith(".seg"))
                        .findFirst()
                        .orElseThrow();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Proves("INV-011")
    void givesNothingOfALogThatWasHarmedUntilTheLossIsOnTheLedger(Harm harm, @TempDir Path copies) throws IOException {
        Path live = directory.resolve("audit");
        byte[] proved;
        record(live, 10);
        copy(live, copies.resolve("older"));
        record(live, 30);
        try (AuditLog log = open(live);
                AuditAnchors anchors = anchors(log)) {
            proved = anchors.newest().head().root().toArray();
        }
        AuditHead before = head();
        harm.to(live, copies.resolve("older"));

        assertThat(AuditCheck.check(live, setup(), before).findings()).isNotEmpty();
        try (AuditLog log = open(live);
                AuditAnchors anchors = anchors(log)) {
            AuditPatrol.start(log).close();
            await().until(() -> log.fault().isPresent());
            assertThat(log.fault().orElseThrow().code().id()).isIn("VL-AUDIT-001", "VL-AUDIT-002");
            assertThatThrownBy(() -> log.append(entry(ANNA)).join()).hasMessageContaining("VL-AUDIT-00");
            assertThatThrownBy(anchors::newest).hasMessageContaining("VL-AUDIT-00");
            anchors.anchorNow();
            assertThat(head()).isEqualTo(before);

            AuditHead.Loss loss = anchors.recordLoss().orElseThrow();
            assertThat(loss.counted()).isEqualTo(40);
            assertThat(loss.kept()).isLessThan(40);
            assertThat(log.fault()).isEmpty();
            log.append(entry(ANNA)).join();
            anchors.anchorNow();
            assertThat(head().size()).isEqualTo(loss.kept() + 1);
            assertThat(head().loss()).contains(loss);
            assertThat(anchors.recordLoss()).isEmpty();
        }
        assertThat(head().root().toArray()).isNotEqualTo(proved);
        record(live, 5);
        assertThat(head().loss()).isPresent();
        assertThat(AuditCheck.check(live, setup(), head()).findings()).isEmpty();
    }

    /** The records of another log of the same member, whole in themselves. */
    @Test
    @Proves("INV-011")
    void givesNothingOfAnotherLog() throws IOException {
        Path live = directory.resolve("audit");
        record(live, 10);
        AuditHead before = head();
        Path other = directory.resolve("other");
        try (AuditLog log = open(other)) {
            for (int i = 0; i < 10; i++) {
                log.append(entry(ANNA)).join();
            }
        }
        Files.move(live, directory.resolve("gone"));
        Files.move(other, live);
        try (AuditLog log = open(live)) {
            anchors(log).close();
            assertThat(log.fault().orElseThrow().code().id()).isEqualTo("VL-AUDIT-002");
        }
        assertThat(AuditCheck.check(live, setup(), before).findings())
                .singleElement()
                .asString()
                .contains("are not those that were anchored");
    }

    /** The index can be made again from the records. */
    @Test
    void makesALostOrWrongIndexAgain() throws IOException {
        Path live = directory.resolve("audit");
        record(live, 20);
        Path index = AuditStore.index(live);
        Files.move(index, directory.resolve("index"));
        record(live, 20);
        Files.move(index, directory.resolve("newer"));
        // An older one goes on where it ends.
        Files.move(directory.resolve("index"), index);
        record(live, 1);
        assertThat(head().size()).isEqualTo(41);
        assertThat(head().loss()).isEmpty();
        assertThat(AuditCheck.check(live, setup(), head()).findings()).isEmpty();
    }

    /** A ledger that came back from a copy counts fewer records than the log anchored once. */
    @Test
    void goesOnWhereTheLedgerIsOlder() {
        Path live = directory.resolve("audit");
        record(live, 20);
        FakeLedger older = new FakeLedger(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
        try (AuditLog log = open(live);
                AuditAnchors anchors = AuditAnchors.start(log, older, Duration.ofHours(1))) {
            assertThat(log.fault()).isEmpty();
            anchors.anchorNow();
            assertThat(older.snapshot()
                            .state()
                            .auditHead(FakeLedger.MEMBER)
                            .orElseThrow()
                            .size())
                    .isEqualTo(20);
        }
    }

    @Test
    void findsByTimePatientAndPrincipal() {
        try (AuditLog log = open()) {
            for (int i = 0; i < 60; i++) {
                log.append(entry(i % 2 == 0 ? ANNA : BERT, i % 3 == 0 ? PRINCIPAL : OTHER, i % 50))
                        .join();
            }
            long end = log.end();
            log.append(entry(ANNA)).join();
            for (AuditQuery query : List.of(
                    query(Optional.of(Set.of(ANNA)), Optional.empty(), end),
                    query(Optional.of(Set.of(ANNA, BERT)), Optional.of(Set.of(PRINCIPAL)), end),
                    query(Optional.empty(), Optional.of(Set.of(OTHER)), end),
                    query(Optional.empty(), Optional.empty(), end))) {
                List<AuditPlace> all = log.find(query, Optional.empty(), false, 1_000);
                assertThat(all).isSorted().doesNotHaveDuplicates().hasSize((int) log.count(query));
                assertThat(all).allMatch(place -> isMeant(query, log.record(place)));
                assertThat(paged(log, query, true)).isEqualTo(all.reversed());
                assertThat(paged(log, query, false)).isEqualTo(all);
            }
            assertThat(log.count(query(Optional.empty(), Optional.empty(), end)))
                    .isEqualTo(60);
            assertThat(log.count(query(Optional.of(Set.of(BERT)), Optional.empty(), end)))
                    .isEqualTo(30);
            assertThat(log.count(query(Optional.empty(), Optional.of(Set.of(PRINCIPAL)), end)))
                    .isEqualTo(20);
        }
    }

    private static List<AuditPlace> paged(AuditLog log, AuditQuery query, boolean newestFirst) {
        List<AuditPlace> all = new ArrayList<>();
        Optional<AuditPlace> behind = Optional.empty();
        for (List<AuditPlace> page = log.find(query, behind, newestFirst, 7);
                !page.isEmpty();
                page = log.find(query, behind, newestFirst, 7)) {
            all.addAll(page);
            behind = Optional.of(page.getLast());
        }
        return all;
    }

    private static boolean isMeant(AuditQuery query, AuditRecord record) {
        return query.patients()
                        .map(set -> set.contains(record.request().patient()))
                        .orElse(true)
                && query.principals()
                        .map(set -> set.contains(record.request().principal()))
                        .orElse(true);
    }

    private static AuditQuery query(
            Optional<Set<PatientHandle>> patients, Optional<Set<PrincipalId>> principals, long until) {
        return new AuditQuery(
                patients, principals, Instant.EPOCH, Instant.EPOCH.plus(Duration.ofDays(100_000)), time -> true, until);
    }

    @Test
    void saysThatABugEndedTheAnchoring() {
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
        AuditLog.Setup setup = new AuditLog.Setup(FakeLedger.MEMBER, KEY, options, new SecureRandom());
        try (AuditLog log = AuditLog.open(directory, setup)) {
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

    @Test
    void namesEveryFlippedByte() throws IOException {
        record(directory, 50);
        Path segment = Harm.segment(directory);
        byte[] good = Files.readAllBytes(segment);
        SplittableRandom random = new SplittableRandom(20260301);
        for (int round = 0; round < 40; round++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(segment, bad);
            assertThat(check(head())).as("byte %d", at).isNotEmpty();
        }
        Files.write(segment, good);
        assertThat(check(head())).isEmpty();
    }

    private List<String> check(AuditHead anchored) {
        return AuditCheck.check(directory, setup(), anchored).findings();
    }

    private AuditHead head() {
        return ledger.snapshot().state().auditHead(FakeLedger.MEMBER).orElse(AuditHead.EMPTY);
    }

    private AuditAnchors anchors(AuditLog log) {
        return AuditAnchors.start(log, ledger, Duration.ofHours(1));
    }

    /** Records so many accesses, and anchors them. */
    private void record(Path folder, int count) {
        try (AuditLog log = open(folder);
                AuditAnchors anchors = anchors(log)) {
            for (int i = 0; i < count; i++) {
                log.append(entry(i % 2 == 0 ? ANNA : BERT)).join();
            }
            anchors.anchorNow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private AuditLog open() {
        return open(directory);
    }

    private static AuditLog open(Path folder) {
        return AuditLog.open(folder, setup());
    }

    private static AuditLog.Setup setup() {
        return new AuditLog.Setup(FakeLedger.MEMBER, KEY, JournalOptions.defaults(), new SecureRandom());
    }

    private static final PrincipalId PRINCIPAL = new PrincipalId(Bytes.utf8("a principal here"));
    private static final PrincipalId OTHER = new PrincipalId(Bytes.utf8("another one here"));

    private static PatientHandle patient(int number) {
        byte[] handle = "a patient's 0000".getBytes(ISO_8859_1);
        handle[15] = (byte) number;
        return new PatientHandle(Bytes.of(handle));
    }

    private static AuditEntry entry(PatientHandle patient) {
        return entry(patient, PRINCIPAL, 0);
    }

    private static AuditEntry entry(PatientHandle patient, PrincipalId principal, int second) {
        return new AuditEntry(
                new AccessRequest(principal, Role.PRACTITIONER, Purpose.TREAT, patient),
                new AuditRecord.Access(
                        "Observation.search",
                        Instant.parse("2026-03-01T12:00:00Z").plusSeconds(second)),
                new AuditRecord.Ruling(Optional.empty(), 7, List.of()));
    }
}
