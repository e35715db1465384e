package org.vitaledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.vitaledger.journal.JournalAppendTest.contents;
import static org.vitaledger.journal.JournalAppendTest.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDamageTest {
    private static final JournalOptions OPTIONS = JournalOptions.defaults().withSegmentBytes(330);

    private static final int RECORDS = 17;

    @TempDir
    Path temporary;

    private int copies;

    /** Three segments, closed cleanly. */
    private Path closed() {
        Path directory = temporary.resolve("closed");
        try (Journal journal = Journal.open(directory, OPTIONS)) {
            for (int i = 0; i < RECORDS; i++) {
                journal.append(text("a record of some length, number " + i)).join();
            }
        }
        return directory;
    }

    /** As a crash leaves it: no marker of a clean close, the last group in the last segment. */
    private Path crashed() throws IOException {
        Path directory = closed();
        Path last = Segments.files(directory).getLast();
        byte[] bytes = Files.readAllBytes(last);
        Files.write(last, Arrays.copyOf(bytes, bytes.length - Frame.HEADER));
        return directory;
    }

    private Path copy(Path directory) throws IOException {
        Path target = Files.createDirectory(temporary.resolve("copy" + copies++));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    private static List<Finding> check(Path directory) {
        return JournalCheck.check(directory, _ -> {}).findings();
    }

    private static void flip(Path file, int offset, int bit) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[offset] ^= (byte) (1 << bit);
        Files.write(file, bytes);
    }

    @Test
    void cutsATornTailAtEveryByteOfTheLastRecord() throws IOException {
        Path original = crashed();
        Path last = Segments.files(original).getLast();
        byte[] whole = Files.readAllBytes(last);
        List<String> before;
        try (Journal journal = Journal.open(copy(original), OPTIONS)) {
            before = contents(journal);
            assertThat(journal.torn()).isEmpty();
            assertThat(journal.wasClosedCleanly()).isFalse();
        }
        int record = Frame.HEADER + text("a record of some length, number 16").length;
        for (int cut = 1; cut <= record; cut++) {
            Path torn = copy(original);
            Path file = torn.resolve(last.getFileName());
            Files.write(file, Arrays.copyOf(whole, whole.length - cut));
            assertThat(check(torn)).hasSize(cut == record ? 0 : 1);
            try (Journal journal = Journal.open(torn, OPTIONS)) {
                assertThat(journal.torn().isPresent()).isEqualTo(cut < record);
                assertThat(contents(journal)).isEqualTo(before.subList(0, RECORDS - 1));
                journal.append(text("next")).join();
                assertThat(contents(journal)).endsWith("next").hasSize(RECORDS);
            }
            assertThat(check(torn)).isEmpty();
        }
    }

    @Test
    void cutsATornTailWhoseLaterPagesReachedTheDiskFirst() throws IOException {
        ForcedDisk disk = new ForcedDisk();
        Path directory = temporary.resolve("group");
        Path file;
        try (Journal journal = Journal.open(directory, JournalOptions.defaults().withDisk(disk))) {
            journal.append(text("forced")).join();
            disk.holdForces();
            journal.append(text("alone"), new RecordedCompletion());
            await().until(() -> disk.waitingForces() == 1);
            for (int i = 0; i < 10; i++) {
                journal.append(text("of the last group, number " + i), new RecordedCompletion());
            }
            disk.letForce(1);
            await().until(() -> disk.forces() == 2 && disk.waitingForces() == 1);
            Path torn = copy(directory);
            file = Segments.files(torn).getLast();
            disk.letAllForces();
        }
        int alone = Segment.HEADER + 2 * Frame.HEADER + "forced".length() + "alone".length();
        flip(file, alone + Frame.HEADER + 3, 0);
        Path torn = file.resolveSibling(".").normalize();
        assertThat(check(torn)).extracting(Finding::kind).containsExactly(Finding.Kind.TORN_TAIL);
        try (Journal journal = Journal.open(torn, JournalOptions.defaults())) {
            assertThat(contents(journal)).containsExactly("forced", "alone");
        }
    }

    @Test
    void findsEveryFlippedBitOfACleanlyClosedJournal() throws IOException {
        Path original = closed();
        SplittableRandom random = new SplittableRandom(20260101);
        List<Path> files = Segments.files(original);
        assertThat(files).hasSizeGreaterThan(2);
        assertThat(check(original)).isEmpty();
        for (int i = 0; i < files.size(); i++) {
            int size = (int) Files.size(files.get(i));
            boolean last = i == files.size() - 1;
            for (int offset = 0; offset < size; offset++) {
                Path file = files.get(i);
                int bit = random.nextInt(8);
                flip(file, offset, bit);
                List<Finding> findings = check(original);
                assertThat(findings).as("flip at %s of %s", offset, file).isNotEmpty();
                assertThat(findings.getFirst().file()).isEqualTo(file);
                boolean marker = last && offset >= size - Frame.HEADER;
                assertThat(findings.getFirst().kind() == Finding.Kind.TORN_TAIL).isEqualTo(marker);
                assertThat(findings.getFirst().offset()).isBetween(0L, (long) offset);
                if (last && !marker) {
                    assertThatThrownBy(() -> Journal.open(original, OPTIONS))
                            .isInstanceOf(JournalFault.class)
                            .hasMessageContaining("VL-JOURNAL-002")
                            .hasMessageContaining(file.getFileName().toString());
                }
                flip(file, offset, bit);
            }
        }
    }

    @Test
    void readingNamesFileAndOffsetOfDamage() throws IOException {
        Path directory = closed();
        Path first = Segments.files(directory).getFirst();
        flip(first, Segment.HEADER + Frame.HEADER + 2, 1);
        try (Journal journal = Journal.open(directory, OPTIONS)) {
            assertThatThrownBy(() -> journal.read(0))
                    .hasMessageContaining(first.toString())
                    .hasMessageContaining("offset=32");
            assertThatThrownBy(() -> contents(journal)).hasMessageContaining("VL-JOURNAL-002");
        }
    }

    @Test
    void checkingGoesOnBehindDamage() throws IOException {
        Path directory = closed();
        Path first = Segments.files(directory).getFirst();
        flip(first, Segment.HEADER + 3, 1);
        JournalCheck.Report report = JournalCheck.check(directory, _ -> {});
        assertThat(report.findings()).hasSize(1);
        assertThat(report.records()).isEqualTo(RECORDS - 1);
        assertThat(report.closedCleanly()).isTrue();
    }

    @Test
    void findsAMissingSegmentAndAShortenedOne() throws IOException {
        Path missing = copy(closed());
        Files.delete(Segments.files(missing).get(1));
        assertThat(check(missing)).extracting(Finding::kind).containsExactly(Finding.Kind.GAP);
        assertThatThrownBy(() -> Journal.open(missing, OPTIONS)).hasMessageContaining("VL-JOURNAL-002");

        Path shortened = copy(temporary.resolve("closed"));
        Path second = Segments.files(shortened).get(1);
        byte[] bytes = Files.readAllBytes(second);
        Files.write(second, Arrays.copyOf(bytes, bytes.length - 5));
        assertThat(check(shortened)).extracting(Finding::file).contains(second);
        assertThatThrownBy(() -> Journal.open(shortened, OPTIONS)).hasMessageContaining("VL-JOURNAL-002");
    }

    @Test
    void findsSegmentsOfAnotherJournalAndUnderAnotherName() throws IOException {
        Path directory = closed();
        Path other = temporary.resolve("other");
        try (Journal journal = Journal.open(other, OPTIONS)) {
            for (int i = 0; i < RECORDS; i++) {
                journal.append(text("a record of some length, number " + i)).join();
            }
        }
        Path foreign = copy(directory);
        Path name = Segments.files(foreign).get(1).getFileName();
        Files.copy(other.resolve(name), foreign.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        assertThat(check(foreign)).extracting(Finding::file).contains(foreign.resolve(name));
        assertThatThrownBy(() -> Journal.open(foreign, OPTIONS)).hasMessageContaining("VL-JOURNAL-002");

        Path renamed = copy(directory);
        Path moved = Segments.files(renamed).getLast();
        Files.move(moved, moved.resolveSibling("00000000000000099999.seg"));
        assertThatThrownBy(() -> Journal.open(renamed, OPTIONS)).hasMessageContaining("VL-JOURNAL-002");
        assertThat(check(renamed)).extracting(Finding::kind).contains(Finding.Kind.HEADER);
    }

    @Test
    void aRecordInTheWrongPlaceIsDamage() throws IOException {
        Path directory = closed();
        Path first = Segments.files(directory).getFirst();
        byte[] bytes = Files.readAllBytes(first);
        int frame = Frame.HEADER + text("a record of some length, number 1").length;
        byte[] swapped = bytes.clone();
        System.arraycopy(bytes, Segment.HEADER, swapped, Segment.HEADER + frame, frame);
        System.arraycopy(bytes, Segment.HEADER + frame, swapped, Segment.HEADER, frame);
        Files.write(first, swapped);
        assertThat(check(directory)).extracting(Finding::offset).contains((long) Segment.HEADER);
    }

    @Test
    void tellsThatThereIsNoJournal() {
        assertThat(check(temporary.resolve("none"))).extracting(Finding::kind).containsExactly(Finding.Kind.MISSING);
    }

    @Test
    void removesASegmentThatWasNotFinished() throws IOException {
        Path directory = closed();
        Path unfinished = Files.write(directory.resolve("00000000000000099999.new"), new byte[10]);
        try (Journal journal = Journal.open(directory, OPTIONS)) {
            assertThat(contents(journal)).hasSize(RECORDS);
        }
        assertThat(unfinished).doesNotExist();
    }
}
