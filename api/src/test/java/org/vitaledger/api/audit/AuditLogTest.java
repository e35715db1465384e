package org.vitaledger.api.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.vitaledger.api.audit.AuditFolder.ANNA;
import static org.vitaledger.api.audit.AuditFolder.BERT;
import static org.vitaledger.api.audit.AuditFolder.OTHER;
import static org.vitaledger.api.audit.AuditFolder.PRINCIPAL;
import static org.vitaledger.api.audit.AuditFolder.entry;
import static org.vitaledger.api.audit.AuditFolder.patient;
import static org.vitaledger.api.audit.AuditFolder.query;
import static org.vitaledger.api.audit.AuditFolder.setup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.journal.Disk;
import org.vitaledger.journal.JournalOptions;

class AuditLogTest {
    private final AuditFolder home;

    AuditLogTest(@TempDir Path directory) {
        this.home = new AuditFolder(directory.resolve("audit"));
    }

    @Test
    @Proves("INV-011")
    void numbersEachPatientsRecordsWithoutGapsAndFindsThemAfterARestart() {
        try (AuditLog log = home.open()) {
            assertThat(Stream.of(ANNA, BERT, ANNA, ANNA)
                            .map(patient -> log.append(entry(patient)).join().number()))
                    .containsExactly(1L, 1L, 2L, 3L);
        }
        try (AuditLog log = home.open()) {
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
        try (AuditLog log = home.open()) {
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
        try (AuditLog log = home.open()) {
            assertThat(log.count(ANNA)).isEqualTo(2_000);
            assertThat(log.count(BERT)).isEqualTo(1_000);
        }
        assertThat(home.check(AuditHead.EMPTY)).isEmpty();
    }

    /** Who appends waits for room in the queue, which the thread that writes makes. */
    @Test
    void takesMoreAtATimeThanItsQueueHolds() {
        AuditLog.Setup setup = AuditFolder.setup(JournalOptions.defaults().withQueue(8, 1 << 20));
        try (AuditLog log = AuditLog.open(home.path, setup)) {
            List<CompletableFuture<AuditRecord>> records = new CopyOnWriteArrayList<>();
            List<Thread> clients = Stream.of(ANNA, BERT, patient(3), patient(4))
                    .map(patient -> Thread.ofPlatform().daemon().start(() -> {
                        for (int i = 0; i < 2_000; i++) {
                            records.add(log.append(entry(patient)));
                        }
                    }))
                    .toList();
            await().until(() -> clients.stream().noneMatch(Thread::isAlive));
            records.forEach(CompletableFuture::join);
            assertThat(log.count(ANNA)).isEqualTo(2_000);
        }
    }

    @Test
    @Proves("INV-011")
    void anchorsAllThatWasRecordedWithOneCommand() {
        try (AuditLog log = home.open();
                AuditAnchors anchors = home.anchors(log)) {
            log.append(entry(ANNA)).join();
            log.append(entry(BERT)).join();
            long height = home.ledger.snapshot().height();
            anchors.anchorNow();
            assertThat(home.ledger.snapshot().height()).isEqualTo(height + 1);
            anchors.anchorNow();
            assertThat(home.ledger.snapshot().height()).isEqualTo(height + 1);
            log.append(entry(ANNA)).join();
        }
        assertThat(home.head().size()).isEqualTo(3);
        assertThat(home.head().loss()).isEmpty();
        assertThat(home.check()).isEmpty();
    }

    /** Far more than one command anchors. */
    @Test
    @Proves("INV-011")
    void anchorsWhatWasRecordedWhileTheLedgerWasAway() {
        try (AuditLog log = home.open();
                AuditAnchors anchors = home.anchors(log)) {
            List<CompletableFuture<AuditRecord>> records = new ArrayList<>();
            for (int i = 0; i < 2 * AuditStore.STEP + 10; i++) {
                records.add(log.append(entry(patient(i % 100))));
            }
            records.forEach(CompletableFuture::join);
            anchors.anchorNow();
            assertThat(home.head().size()).isEqualTo(records.size());
        }
        assertThat(home.check()).isEmpty();
        try (AuditLog log = home.open();
                AuditAnchors anchors = home.anchors(log)) {
            log.append(entry(ANNA)).join();
            anchors.anchorNow();
            assertThat(log.fault()).isEmpty();
        }
        assertThat(home.check()).isEmpty();
    }

    /** Equal accesses have different leaves, and nothing on the disk says whom they are about. */
    @Test
    @Proves("INV-009")
    void tellsNobodyWithoutTheKeyWhoAskedForWhom() throws IOException {
        try (AuditLog log = home.open();
                AuditAnchors anchors = home.anchors(log)) {
            AuditRecord one = log.append(entry(patient(77))).join();
            AuditRecord two = log.append(entry(patient(77))).join();
            assertThat(one.salt()).isNotEqualTo(two.salt());
            anchors.anchorNow();
        }
        List<Bytes> secrets = List.of(
                patient(77).bytes(), PRINCIPAL.bytes(), Bytes.utf8("Observation.search"), Bytes.utf8("PRACTITIONER"));
        try (Stream<Path> files = Files.walk(home.path)) {
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
        for (long i = 0; i < home.ledger.snapshot().size(); i++) {
            entries = entries.plus(home.ledger.log().entry(i));
        }
        String onTheLedger = new String(entries.toArray(), ISO_8859_1);
        assertThat(secrets).noneMatch(secret -> onTheLedger.contains(new String(secret.toArray(), ISO_8859_1)));
    }

    @Test
    void findsByTimePatientAndPrincipal() {
        try (AuditLog log = home.open()) {
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
                assertThat(all).allMatch(place -> isMeant(query, log.record(place, query)));
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

    @Test
    void saysThatABugEndedTheAnchoring() {
        try (AuditLog log = home.open()) {
            AuditAnchors anchors = AuditAnchors.start(log, home.ledger, Duration.ofMillis(5));
            home.ledger.breakWith(new LinkageError("a bug"));
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
        AuditLog.Setup setup = AuditFolder.setup(options);
        try (AuditLog log = AuditLog.open(home.path, setup)) {
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
        try (AuditLog log = home.open()) {
            assertThat(log.count(ANNA)).isEqualTo(2);
        }
    }
}
