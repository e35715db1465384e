package org.vitaledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.vitaledger.journal.JournalAppendTest.contents;
import static org.vitaledger.journal.JournalAppendTest.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;

/** A disk that fails and then works again. */
@Timeout(60)
@Proves("INV-022")
class JournalHealingTest {
    private static final Duration SOON = Duration.ofMillis(10);

    @TempDir
    Path directory;

    private final ForcedDisk disk = new ForcedDisk();

    private Journal open() {
        return Journal.open(
                directory,
                JournalOptions.defaults().withDisk(disk).withRetry(SOON).withSegmentBytes(200));
    }

    private static void awaitHealed(Journal journal) {
        await().until(() -> journal.fault().isEmpty());
    }

    @Test
    void goesOnBehindWhatWasForcedWhenTheDiskHasRoomAgain() {
        RecordedCompletion completion = new RecordedCompletion();
        try (Journal journal = open()) {
            journal.append(text("good")).join();
            disk.fullAfter(20);
            journal.append(text("this record does not fit"), completion);
            await().until(() -> completion.faults.size() == 1);
            assertThatThrownBy(() -> journal.append(text("while full"), completion))
                    .hasMessageContaining("VL-JOURNAL-003");
            assertThat(journal.fault().orElseThrow().code().id()).isEqualTo("VL-JOURNAL-003");

            disk.fullAfter(Long.MAX_VALUE);
            awaitHealed(journal);
            long next = journal.append(text("next")).join();
            assertThat(journal.read(next)).isEqualTo(text("next"));
            assertThat(contents(journal)).containsExactly("good", "next");
            assertThat(completion.positions).isEmpty();
        }
        assertThat(JournalCheck.check(directory, r -> {}).findings()).isEmpty();
        try (Journal journal = open()) {
            assertThat(journal.wasClosedCleanly()).isTrue();
            assertThat(contents(journal)).containsExactly("good", "next");
        }
    }

    /** The system may hold pages for clean whose force failed: none of them may come back as a record. */
    @Test
    void keepsNothingOfAGroupWhoseForceFailed() {
        try (Journal journal = open()) {
            journal.append(text("good")).join();
            disk.failForces();
            assertThatThrownBy(() -> journal.append(text("bad")).join()).isInstanceOf(CompletionException.class);
            disk.mendForces();
            awaitHealed(journal);
            journal.append(text("next")).join();
            assertThat(contents(journal)).containsExactly("good", "next");
        }
        assertThat(JournalCheck.check(directory, r -> {}).findings()).isEmpty();
    }

    @Test
    void staysDownWhileThereIsRoomForNoMoreThanAFewRecords() {
        try (Journal journal = open()) {
            disk.fullAfter(0);
            assertThatThrownBy(() -> journal.append(text("a")).join()).isInstanceOf(CompletionException.class);
            disk.fullAfter(100);
            await().during(Duration.ofMillis(100)).until(() -> journal.fault().isPresent());
            disk.fullAfter(Long.MAX_VALUE);
            awaitHealed(journal);
            journal.append(text("b")).join();
            assertThat(contents(journal)).containsExactly("b");
        }
    }

    /** Whatever fails at whichever write: what was acknowledged is there once and in order, nothing else is. */
    @Test
    void keepsExactlyWhatWasForcedThroughManyFailures() {
        List<String> forced = new ArrayList<>();
        try (Journal journal = open()) {
            for (int i = 0; i < 200; i++) {
                if (i % 7 == 3) {
                    disk.fullAfter(i % 90);
                } else if (i % 7 == 5) {
                    disk.failForces();
                }
                String record = "record number " + i;
                try {
                    journal.append(text(record)).join();
                    forced.add(record);
                } catch (CompletionException | JournalFault e) {
                    disk.fullAfter(Long.MAX_VALUE);
                    disk.mendForces();
                    awaitHealed(journal);
                }
            }
            assertThat(forced).hasSizeBetween(100, 199);
            assertThat(contents(journal)).isEqualTo(forced);
        }
        assertThat(JournalCheck.check(directory, r -> {}).findings()).isEmpty();
        try (Journal journal = open()) {
            assertThat(contents(journal)).isEqualTo(forced);
        }
    }

    @Test
    void closesWhileTheDiskIsFull() {
        try (Journal journal = open()) {
            journal.append(text("good")).join();
            disk.fullAfter(0);
            assertThatThrownBy(() -> journal.append(text("bad")).join()).isInstanceOf(CompletionException.class);
        }
        disk.fullAfter(Long.MAX_VALUE);
        try (Journal journal = open()) {
            assertThat(contents(journal)).containsExactly("good");
        }
    }

    @Test
    void tellsWhenABugEndsTheWriter() {
        AtomicBoolean bug = new AtomicBoolean();
        Disk wrong = new Disk() {
            @Override
            public void write(Path file, FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
                if (bug.get()) {
                    throw new StackOverflowError("a bug");
                }
                Disk.super.write(file, channel, bytes, offset);
            }
        };
        List<Throwable> caught = new ArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, e) -> caught.add(e));
        RecordedCompletion completion = new RecordedCompletion();
        try (Journal journal = Journal.open(directory, JournalOptions.defaults().withDisk(wrong))) {
            bug.set(true);
            journal.append(text("a"), completion);
            await().dontCatchUncaughtExceptions().until(() -> completion.faults.size() == 1);
            assertThat(journal.fault().orElseThrow().code().id()).isEqualTo("VL-JOURNAL-007");
            assertThatThrownBy(() -> journal.append(text("b"))).hasMessageContaining("VL-JOURNAL-007");
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(caught).hasSize(1);
    }
}
