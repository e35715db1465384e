package org.vitaledger.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.vitaledger.api.audit.AuditFolder.ANNA;
import static org.vitaledger.api.audit.AuditFolder.BERT;
import static org.vitaledger.api.audit.AuditFolder.copy;
import static org.vitaledger.api.audit.AuditFolder.entry;
import static org.vitaledger.api.audit.AuditFolder.query;
import static org.vitaledger.api.audit.AuditFolder.segment;
import static org.vitaledger.api.audit.AuditFolder.segments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.Proves;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.journal.Disk;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.ledger.store.KeyValues;

/** How an audit log that is not what it was is mended, while others use it and whatever fails meanwhile. */
class AuditMendTest {
    private final AuditFolder home;

    AuditMendTest(@TempDir Path directory) {
        this.home = new AuditFolder(directory.resolve("audit"));
    }

    /** Whoever asks for a patient meanwhile is never told that nobody did before. */
    @Test
    @Proves("INV-011")
    void tellsNothingWrongWhileTheIndexIsMadeAgain() throws InterruptedException {
        home.record(400);
        try (AuditLog log = home.open();
                AuditAnchors anchors = home.anchors(log)) {
            AtomicBoolean ends = new AtomicBoolean();
            List<Object> told = new ArrayList<>();
            Thread reader = Thread.ofPlatform().start(() -> {
                while (!ends.get()) {
                    try {
                        told.add(log.count(ANNA));
                    } catch (AuditFault fault) {
                        told.add(fault.code());
                    }
                }
            });
            for (int i = 0; i < 5; i++) {
                log.distrust(AuditFault.indexWrong("a test"));
                anchors.anchorNow();
                assertThat(log.fault()).isEmpty();
            }
            ends.set(true);
            reader.join();
            assertThat(told).isSubsetOf(200L, AuditFault.Kind.INDEX_WRONG).contains(200L);
        }
    }

    /** The thread that writes has what it needs to say so, and the log is mended once the disk is. */
    @Test
    void mendsTheIndexWhileTheDiskFails() throws InterruptedException {
        AtomicBoolean fails = new AtomicBoolean();
        CountDownLatch writes = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        Disk disk = new Disk() {
            @Override
            public void write(Path file, FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
                if (fails.getAndSet(false)) {
                    writes.countDown();
                    await(goesOn);
                    throw new IOException("No space left on device");
                }
                Disk.super.write(file, channel, bytes, offset);
            }

            private static void await(CountDownLatch latch) throws IOException {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
        JournalOptions options = JournalOptions.defaults().withDisk(disk).withRetry(Duration.ofMillis(3));
        try (AuditLog log = AuditLog.open(home.path, AuditFolder.setup(options));
                AuditAnchors anchors = home.anchors(log)) {
            log.append(entry(ANNA)).join();
            fails.set(true);
            CompletableFuture<AuditRecord> refused = log.append(entry(BERT));
            writes.await();
            Thread mending = Thread.ofPlatform().daemon().start(() -> {
                log.distrust(AuditFault.indexWrong("a test"));
                anchors.anchorNow();
            });
            await().until(() -> mending.getState() == Thread.State.WAITING);
            goesOn.countDown();
            mending.join();
            assertThat(refused).failsWithin(Duration.ofSeconds(10));
            await().until(() -> log.fault().isEmpty());
            assertThat(log.append(entry(ANNA)).join().number()).isEqualTo(2);
        }
    }

    /** A disk that rots spoils more than one thing. */
    @Test
    @Proves("INV-011")
    void goesOnFromWhatIsLeftThoughTheIndexIsWrongToo() throws IOException {
        home.record(40);
        home.change(changes -> changes.put(AuditKeys.node(3, 0), new byte[32]));
        damage(0.5);
        try (AuditLog log = home.open();
                AuditAnchors anchors = home.anchors(log)) {
            new AuditPatrol(log).pass();
            assertThat(log.fault().orElseThrow().code().id()).isEqualTo("VL-AUDIT-001");
            assertThatThrownBy(() -> log.append(entry(ANNA)).join()).hasMessageContaining("VL-AUDIT-001");
            anchors.anchorNow();
            assertThat(anchors.recordLoss()).isPresent();
            assertThat(log.fault()).isEmpty();
            log.append(entry(ANNA)).join();
        }
        assertThat(home.check()).isEmpty();
    }

    /** Files of the index that can't be read are as good as none. */
    @Test
    void makesAnIndexAgainThatRotted() throws IOException {
        home.record(2_000);
        KeyValues.open(AuditStore.index(home.path)).close();
        try (Stream<Path> files = Files.list(AuditStore.index(home.path))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".sst")).toList()) {
                byte[] all = Files.readAllBytes(file);
                for (int i = 2_000; i < all.length * 3 / 4; i += 1_500) {
                    all[i] ^= 0x55;
                }
                Files.write(file, all);
            }
        }
        home.assertMended(1_001);
    }

    /** Nothing is lost, however hasty the operator is. */
    @Test
    @Proves("INV-011")
    void recordsNoLossWhereOnlyTheIndexIsWrong() throws IOException {
        home.record(40);
        home.change(changes -> changes.put(AuditKeys.node(0, 0), new byte[32]));
        try (AuditLog log = home.open();
                AuditAnchors anchors = home.anchors(log)) {
            new AuditPatrol(log).pass();
            assertThat(anchors.recordLoss()).isEmpty();
            assertThat(log.fault()).isEmpty();
        }
        assertThat(home.head().loss()).isEmpty();
        assertThat(home.check()).isEmpty();
    }

    /** What an index tells that is wrong is no loss. */
    @Test
    @Proves("INV-011")
    void recordsNoLossOfWhatAWrongIndexCounted() throws IOException {
        home.record(40);
        try (KeyValues values = KeyValues.open(AuditStore.index(home.path))) {
            AuditIndex.Mark mark = AuditIndex.Mark.of(values).orElseThrow();
            AuditIndex.Mark more = new AuditIndex.Mark(mark.journal(), 1_000, mark.end());
            values.change(false, changes -> changes.put(AuditKeys.MARK, more.encode()));
        }
        home.assertMended(21);
    }

    /** What was found meanwhile is not forgotten by whoever compared before. */
    @Test
    void forgetsNoDamageThatIsFoundMeanwhile(@TempDir Path log) {
        AuditTrust trust = new AuditTrust(log);
        trust.lose(AuditFault.indexWrong("a test"), 5);
        Optional<AuditFault> seen = trust.doubt();
        trust.lose(new AuditFault(AuditFault.Kind.DAMAGED, Map.of(), null), 7);
        trust.lose(AuditFault.indexWrong("a test"), 5);
        trust.regain(seen);
        assertThat(trust.isDamaged()).isTrue();
        AuditTrust again = new AuditTrust(log);
        assertThat(again.isDamaged()).isTrue();
        assertThat(again.counted()).isEqualTo(7);
    }

    /** A restart makes nothing whole; a copy that is put back does. */
    @Test
    @Proves("INV-011")
    void readsNothingAfterARestartEither(@TempDir Path copies) throws IOException {
        home.record(40);
        copy(home.path, copies.resolve("whole"));
        damage(0.5);
        for (int start = 0; start < 2; start++) {
            try (AuditLog log = home.open();
                    AuditAnchors anchors = home.anchors(log)) {
                new AuditPatrol(log).pass();
                assertThatThrownBy(() -> log.append(entry(ANNA)).join()).hasMessageContaining("VL-AUDIT-001");
                anchors.anchorNow();
            }
        }
        try (AuditLog log = home.open()) {
            assertThatThrownBy(() -> log.append(entry(ANNA)).join()).hasMessageContaining("VL-AUDIT-001");
        }
        Path records = AuditStore.records(home.path);
        Files.move(records, home.path.resolveSibling("gone"));
        copy(AuditStore.records(copies.resolve("whole")), records);
        home.assertMended(21);
    }

    /** Whoever meets the damage first stops all others, also where nothing of it was anchored. */
    @Test
    @Proves("INV-011")
    void readsNothingOnceSomebodyMetDamage() throws IOException {
        AuditLog.Setup setup = AuditFolder.setup(JournalOptions.defaults().withSegmentBytes(4_096));
        try (AuditLog log = AuditLog.open(home.path, setup)) {
            for (int i = 0; i < 50; i++) {
                log.append(entry(ANNA)).join();
                if (i == 9) {
                    home.anchors(log).close();
                }
            }
        }
        Path older = segments(home.path).reversed().get(1);
        byte[] all = Files.readAllBytes(older);
        all[all.length / 2] ^= 1;
        Files.write(older, all);
        try (AuditLog log = AuditLog.open(home.path, setup);
                AuditAnchors anchors = home.anchors(log)) {
            assertThat(log.fault()).isEmpty();
            assertThatThrownBy(anchors::anchorNow).hasMessageContaining("VL-AUDIT-001");
            assertThat(log.fault().orElseThrow().code().id()).isEqualTo("VL-AUDIT-001");
            AuditHead.Loss loss = anchors.recordLoss().orElseThrow();
            // The ledger counts ten.
            assertThat(loss.counted()).isEqualTo(50);
            assertThat(loss.kept()).isBetween(10L, 49L);
            assertThat(log.append(entry(ANNA)).join().number()).isEqualTo(loss.kept() + 1);
        }
        assertThat(home.check()).isEmpty();
        assertThat(home.head().loss()).isPresent();
    }

    /** A key that is none of a record shows nobody's accesses to another patient. */
    @Test
    @Proves("INV-010")
    void showsNoRecordOfAnotherPatient() throws IOException {
        home.record(40);
        List<byte[]> keys = new ArrayList<>();
        byte[][] principal = new byte[1][];
        try (KeyValues values = KeyValues.open(AuditStore.index(home.path))) {
            values.each(AuditKeys.kindsOfPlaces().get(1), (key, value) -> {
                principal[0] = value.clone();
                return keys.add(key.clone());
            });
            byte[] mixed = keys.getFirst().clone();
            System.arraycopy(keys.getLast(), 1 + AuditKeys.PSEUDONYM, mixed, 1 + AuditKeys.PSEUDONYM, 16);
            values.change(false, changes -> changes.put(mixed, principal[0]));
        }
        assertThat(home.check()).isNotEmpty();
        try (AuditLog log = home.open();
                AuditAnchors anchors = home.anchors(log)) {
            List<AuditQuery> queries = Stream.of(ANNA, BERT)
                    .map(patient -> query(Optional.of(Set.of(patient)), Optional.empty(), log.end()))
                    .toList();
            List<AuditFault> faults = new ArrayList<>();
            for (AuditQuery query : queries) {
                try {
                    log.find(query, Optional.empty(), true, 1_000)
                            .forEach(place -> assertThat(query.asksFor(log.record(place, query)))
                                    .isTrue());
                } catch (AuditFault fault) {
                    faults.add(fault);
                    anchors.anchorNow();
                }
            }
            assertThat(faults).singleElement().extracting(AuditFault::code).isEqualTo(AuditFault.Kind.INDEX_WRONG);
            anchors.anchorNow();
            assertThat(log.fault()).isEmpty();
        }
        assertThat(home.check()).isEmpty();
    }

    /** Values of another length than all that are written. */
    @ParameterizedTest
    @ValueSource(strings = {"h", "p", "c", "r"})
    void makesAnIndexAgainWhoseValuesAreCutShort(String kind) throws IOException {
        home.record(40);
        byte first = (byte) kind.charAt(0);
        try (KeyValues values = KeyValues.open(AuditStore.index(home.path))) {
            List<byte[]> keys = new ArrayList<>();
            values.each(new byte[] {first}, (key, value) -> keys.add(key.clone()));
            values.change(false, changes -> keys.forEach(key -> changes.put(key, new byte[3])));
        }
        assertThat(home.check()).isNotEmpty();
        home.assertMended(21);
    }

    /** A salvage that was cut short between its last two steps loses nothing when it is asked for again. */
    @Test
    @Proves("INV-011")
    void finishesASalvageThatWasCutShort() throws IOException {
        home.record(40);
        damage(0.5);
        AuditSalvage.salvage(home.path, AuditFolder.setup());
        Path records = AuditStore.records(home.path);
        Files.move(records, home.path.resolve("records.salvaged"));
        assertThat(AuditSalvage.salvage(home.path, AuditFolder.setup())).isEqualTo(40);
        try (AuditLog log = home.open()) {
            home.anchors(log).close();
            assertThat(log.fault().orElseThrow().code().id()).isEqualTo("VL-AUDIT-002");
            assertThat(log.trust().counted()).isGreaterThanOrEqualTo(10);
        }
    }

    /** What a salvage left that was cut short is no log. */
    @Test
    void takesNoHalfSalvageForTheLog() throws IOException {
        home.record(40);
        Files.createDirectories(home.path.resolve("records.salvaging"));
        Files.copy(
                segment(home.path),
                home.path
                        .resolve("records.salvaging")
                        .resolve(segment(home.path).getFileName()));
        damage(0.5);
        Files.move(AuditStore.records(home.path), home.path.resolveSibling("gone"));
        try (AuditLog log = home.open();
                AuditAnchors anchors = home.anchors(log)) {
            anchors.anchorNow();
            assertThat(log.fault().orElseThrow().code().id()).isEqualTo("VL-AUDIT-002");
            assertThatThrownBy(() -> log.count(ANNA)).isInstanceOf(AuditFault.class);
        }
    }

    /** Flips a bit at a part of the way through the first file of records. */
    private void damage(double part) throws IOException {
        Path segment = segment(home.path);
        byte[] all = Files.readAllBytes(segment);
        all[(int) (all.length * part)] ^= 1;
        Files.write(segment, all);
    }
}
