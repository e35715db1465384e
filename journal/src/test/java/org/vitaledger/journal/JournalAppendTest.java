package org.vitaledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;

@Timeout(60)
class JournalAppendTest {
    @TempDir
    Path directory;

    private final ForcedDisk disk = new ForcedDisk();

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<String> contents(Journal journal) {
        List<String> contents = new ArrayList<>();
        journal.replay(journal.firstPosition(), r -> contents.add(new String(r.payload(), StandardCharsets.UTF_8)));
        return contents;
    }

    private Journal open() {
        return Journal.open(directory, JournalOptions.defaults().withDisk(disk));
    }

    @Test
    void givesBackWhatWasAppendedInOrderAlsoAfterReopening() {
        try (Journal journal = open()) {
            long one = journal.append(text("one")).join();
            long two = journal.append(text("two")).join();
            assertThat(journal.read(one)).isEqualTo(text("one"));
            assertThat(journal.read(two)).isEqualTo(text("two"));
            assertThat(journal.read(two, 1, 2)).isEqualTo(text("wo"));
            assertThat(contents(journal)).containsExactly("one", "two");
        }
        try (Journal journal = open()) {
            assertThat(journal.wasClosedCleanly()).isTrue();
            assertThat(journal.torn()).isEmpty();
            long three = journal.append(text("three")).join();
            assertThat(contents(journal)).containsExactly("one", "two", "three");
            assertThat(journal.read(three)).isEqualTo(text("three"));
        }
    }

    /** What is completed survives a loss of power; what is not is not told. */
    @Proves("INV-001")
    @Test
    void completesOnlyAfterTheForce() throws Exception {
        disk.holdForces();
        RecordedCompletion completion = new RecordedCompletion();
        try (Journal journal = open()) {
            journal.append(text("held"), completion);
            await().until(() -> disk.waitingForces() == 1);
            assertThat(completion.positions).isEmpty();
            assertThat(journal.endPosition()).isZero();
            assertThat(contents(journal)).isEmpty();
            disk.copyForced(directory, directory.resolve("lost"));
            disk.letForce(1);
            await().until(() -> completion.positions.size() == 1);
            disk.copyForced(directory, directory.resolve("kept"));
            disk.letAllForces();
        }
        try (Journal lost = Journal.open(directory.resolve("lost"), JournalOptions.defaults());
                Journal kept = Journal.open(directory.resolve("kept"), JournalOptions.defaults())) {
            assertThat(contents(lost)).isEmpty();
            assertThat(contents(kept)).containsExactly("held");
        }
    }

    @Test
    void forcesAllThatWaitsOnce() {
        AtomicInteger batches = new AtomicInteger();
        JournalOptions options = JournalOptions.defaults().withDisk(disk).withAfterBatch(batches::incrementAndGet);
        disk.holdForces();
        RecordedCompletion completion = new RecordedCompletion();
        try (Journal journal = Journal.open(directory, options)) {
            journal.append(text("first"), completion);
            await().until(() -> disk.waitingForces() == 1);
            for (int i = 0; i < 1000; i++) {
                journal.append(text("record " + i), completion);
            }
            disk.letForce(2);
            await().until(() -> completion.positions.size() == 1001);
            assertThat(disk.forces()).isEqualTo(2);
            await().untilAsserted(() -> assertThat(batches).hasValue(2));
            assertThat(completion.positions).isSorted().doesNotHaveDuplicates();
            disk.letAllForces();
        }
    }

    @Test
    void blocksWhoAppendsUntilTheQueueHasRoom() throws Exception {
        disk.holdForces();
        JournalOptions options = JournalOptions.defaults().withDisk(disk).withQueue(2, 1 << 20);
        RecordedCompletion completion = new RecordedCompletion();
        try (Journal journal = Journal.open(directory, options)) {
            journal.append(text("a"), completion);
            journal.append(text("b"), completion);
            assertThat(journal.tryAppend(text("c"), completion)).isFalse();
            CountDownLatch appended = new CountDownLatch(1);
            Thread blocked = Thread.ofVirtual().start(() -> {
                journal.append(text("c"), completion);
                appended.countDown();
            });
            await().until(() -> blocked.getState() == Thread.State.WAITING);
            assertThat(appended.getCount()).isOne();
            disk.letAllForces();
            appended.await();
            await().until(() -> completion.positions.size() == 3);
        }
    }

    @Test
    void keepsEveryRecordOfManyThreadsOnce() throws Exception {
        JournalOptions options = JournalOptions.defaults().withSegmentBytes(20_000);
        int threads = 8;
        int each = 2000;
        try (Journal journal = Journal.open(directory, options)) {
            List<Thread> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                String name = "t" + t + "-";
                running.add(Thread.ofVirtual().start(() -> {
                    CompletableFuture<Long> last = CompletableFuture.completedFuture(0L);
                    for (int i = 0; i < each; i++) {
                        last = journal.append(text(name + i));
                    }
                    last.join();
                }));
            }
            for (Thread thread : running) {
                thread.join();
            }
            assertThat(contents(journal)).hasSize(threads * each).doesNotHaveDuplicates();
            for (int t = 0; t < threads; t++) {
                String name = "t" + t + "-";
                assertThat(contents(journal).stream().filter(c -> c.startsWith(name)))
                        .containsExactlyElementsOf(
                                IntStream.range(0, each).mapToObj(i -> name + i).toList());
            }
        }
        assertThat(JournalCheck.check(directory, r -> {}).findings()).isEmpty();
    }

    @Test
    void failsAllThatWaitsAndFollowsWhenAForceFails() {
        RecordedCompletion completion = new RecordedCompletion();
        try (Journal journal = open()) {
            journal.append(text("good")).join();
            disk.failForces();
            journal.append(text("bad"), completion);
            await().until(() -> completion.faults.size() == 1);
            assertThat(completion.faults.getFirst().kind()).isEqualTo(JournalFault.Kind.WRITE_FAILED);
            assertThatThrownBy(() -> journal.append(text("later"), completion))
                    .isInstanceOf(JournalFault.class)
                    .hasMessageContaining("VL-JOURNAL-003");
            assertThat(completion.positions).isEmpty();
            assertThat(contents(journal)).containsExactly("good");
        }
    }

    @Test
    void stopsWhenTheDiskIsFullAndLosesNothingThatWasForced() {
        RecordedCompletion completion = new RecordedCompletion();
        try (Journal journal = open()) {
            journal.append(text("good")).join();
            disk.fullAfter(20);
            journal.append(text("this record does not fit"), completion);
            await().until(() -> completion.faults.size() == 1);
        }
        disk.fullAfter(Long.MAX_VALUE);
        try (Journal journal = open()) {
            assertThat(journal.torn()).isPresent();
            assertThat(journal.wasClosedCleanly()).isFalse();
            journal.append(text("next")).join();
            assertThat(contents(journal)).containsExactly("good", "next");
        }
    }

    @Test
    void oneListenersBugDoesNotKeepOthersFromBeingTold() {
        RecordedCompletion completion = new RecordedCompletion();
        List<Throwable> caught = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, e) -> caught.add(e));
        try (Journal journal = open()) {
            journal.append(text("a"), new Completion() {
                @Override
                public void forced(long position) {
                    throw new IllegalStateException("a bug");
                }

                @Override
                public void failed(JournalFault fault) {}
            });
            journal.append(text("b"), completion);
            await().dontCatchUncaughtExceptions().until(() -> completion.positions.size() == 1);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(caught).hasSize(1);
    }

    @Test
    void refusesEmptyAndTooLongRecords() {
        try (Journal journal = open()) {
            assertThatThrownBy(() -> journal.append(new byte[0])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.append(new byte[(32 << 20) + 1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void isOpenOnlyOnce() {
        try (Journal journal = open()) {
            assertThatThrownBy(this::open).isInstanceOf(JournalFault.class).hasMessageContaining("VL-JOURNAL-001");
            assertThat(journal.firstPosition()).isZero();
        }
    }

    @Test
    void wakesWhoFollowsTheEnd() throws Exception {
        try (Journal journal = open()) {
            JournalReader reader = journal.reader(0);
            assertThat(reader.next()).isNull();
            assertThat(journal.awaitBeyond(0, Duration.ofMillis(1))).isFalse();
            Thread.ofVirtual().start(() -> journal.append(text("a"), new RecordedCompletion()));
            assertThat(journal.awaitBeyond(0, Duration.ofSeconds(30))).isTrue();
            JournalRecord record = Objects.requireNonNull(reader.next());
            assertThat(record.payload()).isEqualTo(text("a"));
            assertThat(record.end()).isEqualTo(journal.endPosition());
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void keepsAllSegmentsInOneFolder() {
        Set<Path> folders = ConcurrentHashMap.newKeySet();
        Disk watched = new Disk() {
            @Override
            public void force(Path file, FileChannel channel) throws IOException {
                folders.add(file.resolveSibling("x"));
                Disk.DIRECT.force(file, channel);
            }
        };
        JournalOptions options = JournalOptions.defaults().withSegmentBytes(100).withDisk(watched);
        try (Journal journal = Journal.open(directory, options)) {
            for (int i = 0; i < 20; i++) {
                journal.append(new byte[60]).join();
            }
        }
        assertThat(folders).containsExactly(directory.resolve("x"));
    }

    @Test
    void dropsWholeSegmentsAndKeepsPositions() {
        JournalOptions options = JournalOptions.defaults().withSegmentBytes(100);
        List<Long> positions = new ArrayList<>();
        try (Journal journal = Journal.open(directory, options)) {
            for (int i = 0; i < 20; i++) {
                positions.add(journal.append(text("record number " + i)).join());
            }
            journal.dropBefore(positions.get(10));
            assertThat(journal.firstPosition()).isPositive().isLessThanOrEqualTo(positions.get(10));
            assertThat(journal.read(positions.get(10))).isEqualTo(text("record number 10"));
            assertThatThrownBy(() -> journal.read(0)).hasMessageContaining("VL-JOURNAL-006");
            assertThatThrownBy(() -> journal.reader(0)).hasMessageContaining("VL-JOURNAL-006");
            journal.dropBefore(Long.MAX_VALUE);
        }
        try (Journal journal = Journal.open(directory, options)) {
            assertThat(contents(journal)).contains("record number 19");
            assertThat(journal.read(positions.get(19))).isEqualTo(text("record number 19"));
            journal.append(text("more")).join();
        }
        assertThat(JournalCheck.check(directory, r -> {}).findings()).isEmpty();
    }

    @Test
    void writesRecordsLongerThanASegmentAndThanItsBuffers() {
        byte[] large = new byte[5 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        try (Journal journal = Journal.open(directory, JournalOptions.defaults().withSegmentBytes(1000))) {
            long position = journal.append(large).join();
            long next = journal.append(text("small")).join();
            assertThat(journal.read(position)).isEqualTo(large);
            assertThat(journal.read(next)).isEqualTo(text("small"));
        }
        try (Journal journal = Journal.open(directory, JournalOptions.defaults())) {
            assertThat(contents(journal)).hasSize(2);
        }
    }

    @Test
    void survivesReadersThatAreInterrupted() throws Exception {
        try (Journal journal = open()) {
            long position = journal.append(text("a")).join();
            Thread interrupted = Thread.ofPlatform().start(() -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> journal.read(position)).isInstanceOf(JournalFault.class);
            });
            interrupted.join();
            assertThat(journal.read(position)).isEqualTo(text("a"));
        }
    }

    @Test
    void refusesAppendsAfterClosing() {
        Journal journal = open();
        journal.close();
        assertThatThrownBy(() -> journal.append(text("a"))).hasMessageContaining("VL-JOURNAL-005");
        journal.close();
    }
}
