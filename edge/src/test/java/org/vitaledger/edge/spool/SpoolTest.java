package org.vitaledger.edge.spool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.edge.drain.DrainOptions;
import org.vitaledger.edge.drain.PackSource.SpooledPack;
import org.vitaledger.journal.Disk;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.RecordCipher;
import org.vitaledger.vault.Batch;

class SpoolTest {
    private static final Bytes KEY = World.id(32, 7);
    private static final Stored NOBODY = new Stored() {
        @Override
        public void durable() {}

        @Override
        public void failed(JournalFault fault) {
            throw new AssertionError(fault);
        }
    };

    @TempDir
    private Path directory = Path.of("");

    private WaitingPacks waiting = new WaitingPacks();

    @Test
    void givesPacksBackInTheirOrderAlsoToALaterProcess() throws Exception {
        try (Spool spool = open(KEY)) {
            fill(spool, 1, 10);
            List<SpooledPack> first = spool.next(0, upTo(4));
            assertThat(first).hasSize(4);
            assertThat(spool.next(first.get(1).end(), upTo(2)))
                    .as("a retry asks for the same again")
                    .isEqualTo(first.subList(2, 4));
        }
        try (Spool again = open(KEY)) {
            fill(again, 11, 12);
            List<SpooledPack> all = again.next(0, upTo(100));
            assertThat(all.stream().map(p -> p.pack().sequence()))
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
            assertThat(all.getFirst().pack()).isEqualTo(pack(1));
            assertThat(again.next(all.getLast().end(), upTo(100))).isEmpty();
        }
    }

    @Test
    void dropsWhatIsCommittedAfterItsNumbersWereWrittenDown() throws Exception {
        List<Integer> keptWhenTold = new ArrayList<>();
        SpoolOptions small = new SpoolOptions(1 << 20, 4096, 1 << 20, Disk.DIRECT);
        List<Spool> told = new ArrayList<>();
        Spool.Hooks hooks =
                new Spool.Hooks(() -> {}, () -> keptWhenTold.add(kept(told.getFirst())), new WaitingPacks());
        try (Spool spool = Spool.open(directory, cipher(KEY), small, hooks)) {
            told.add(spool);
            for (int from = 1; from < 400; from += 10) {
                fill(spool, from, from + 9);
            }
            spool.release(spool.next(0, upTo(400)).getLast().end());
            assertThat(keptWhenTold).containsExactly(400);
            assertThat(kept(spool)).isBetween(1, 100);
            fill(spool, 401, 401);
            assertThat(spool.backlogBytes()).isPositive().isLessThan(1000);
        }
    }

    @Test
    void readsFromTheDiskWhatTheMemoryDoesNotHoldAndGoesBackToTheMemory() throws Exception {
        SpoolOptions tight = new SpoolOptions(1 << 20, 4096, 700, Disk.DIRECT);
        try (Spool spool = Spool.open(directory, cipher(KEY), tight, hooks())) {
            List<Long> seen = new ArrayList<>();
            long position = 0;
            int filled = 0;
            for (int round = 0; round < 60; round++) {
                fill(spool, filled + 1, filled + 1 + round % 7);
                filled += 1 + round % 7;
                for (SpooledPack pack : spool.next(position, upTo(3 + round % 5))) {
                    seen.add(pack.pack().sequence());
                    position = pack.end();
                }
            }
            while (seen.size() < filled) {
                for (SpooledPack pack : spool.next(position, upTo(5))) {
                    seen.add(pack.pack().sequence());
                    position = pack.end();
                }
            }
            assertThat(seen).isEqualTo(LongStream.rangeClosed(1, filled).boxed().toList());
            assertThat(spool.next(position, upTo(5))).isEmpty();
        }
    }

    @Test
    void takesNothingWhileTooMuchWaitsForTheDrain() throws Exception {
        SpoolOptions small = new SpoolOptions(4096, 4096, 1 << 20, Disk.DIRECT);
        try (Spool spool = Spool.open(directory, cipher(KEY), small, hooks())) {
            int sequence = 0;
            while (spool.backlogBytes() <= 4096) {
                sequence++;
                fill(spool, sequence, sequence);
            }
            Batch.Pack pack = pack(sequence + 1);
            assertThat(spool.append(pack, NOBODY)).isFalse();
            List<SpooledPack> packs = spool.next(0, upTo(100));
            spool.release(packs.getFirst().end());
            assertThat(spool.append(pack, NOBODY)).isFalse();
            spool.release(packs.getLast().end());
            assertThat(spool.append(pack, NOBODY)).isTrue();
        }
    }

    @Test
    void doesNotGoOnWithAVaultThatKnowsMoreOrLess() throws Exception {
        SpoolOptions small = new SpoolOptions(1 << 20, 1024, 1 << 20, Disk.DIRECT);
        try (Spool spool = Spool.open(directory, cipher(KEY), small, hooks())) {
            assertThatThrownBy(() -> spool.sealedTo(1000)).hasMessageStartingWith("VL-SPOOL-002");
            for (int sequence = 1; sequence < 30; sequence++) {
                fill(spool, sequence, sequence);
            }
            long end = spool.next(0, upTo(100)).getLast().end();
            spool.sealedTo(end);
            spool.release(end);
            assertThatThrownBy(() -> spool.sealedTo(0)).hasMessageStartingWith("VL-SPOOL-003");
        }
    }

    @Test
    @Proves("INV-002")
    void knowsWhichPacksWaitAlsoInALaterProcess() throws Exception {
        long sealed;
        try (Spool spool = open(KEY)) {
            fill(spool, 1, 300);
            assertThat(waiting()).containsExactlyElementsOf(numbers(1, 300));
            sealed = spool.next(0, upTo(100)).getLast().end();
            spool.release(sealed);
            assertThat(waiting()).containsExactlyElementsOf(numbers(101, 300));
        }
        waiting = new WaitingPacks();
        try (Spool again = open(KEY)) {
            assertThat(kept(again)).isEqualTo(300);
            again.sealedTo(sealed);
            assertThat(kept(again)).as("shown again").isEqualTo(300);
            assertThat(waiting()).containsExactlyElementsOf(numbers(101, 300));
            fill(again, 301, 301);
            again.release(again.next(sealed, upTo(300)).getLast().end());
            assertThat(waiting()).isEmpty();
        }
    }

    private List<Long> waiting() {
        return LongStream.rangeClosed(1, 400)
                .filter(sequence -> waiting.holds(hash(sequence)))
                .boxed()
                .toList();
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static Hash hash(long sequence) {
        return Hash.sha256(pack(sequence).signed().toArray());
    }

    @Test
    @Proves("INV-009")
    void holdsNothingReadableOnDisk() throws Exception {
        try (Spool spool = open(KEY)) {
            fill(spool, 1, 3);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, ISO_8859_1)).doesNotContain("8867-4", "signed pack");
            }
        }
    }

    @Test
    void refusesRecordsOfAnotherKey() throws Exception {
        try (Spool spool = open(KEY)) {
            fill(spool, 1, 1);
        }
        try (Spool other = open(World.id(32, 8))) {
            assertThatThrownBy(() -> other.next(0, upTo(1)))
                    .isInstanceOf(SpoolFault.class)
                    .hasMessageStartingWith("VL-SPOOL-001");
        }
    }

    private Spool.Hooks hooks() {
        return new Spool.Hooks(() -> {}, () -> {}, waiting);
    }

    private Spool open(Bytes key) {
        return Spool.open(directory, cipher(key), SpoolOptions.standard(), hooks());
    }

    private static RecordCipher cipher(Bytes key) {
        return new RecordCipher(key, "spool", new SecureRandom());
    }

    private static int kept(Spool spool) {
        int[] count = new int[1];
        spool.replay(pack -> count[0]++);
        return count[0];
    }

    private static void fill(Spool spool, int from, int to) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int sequence = from; sequence <= to; sequence++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            all.add(done);
            assertThat(spool.append(pack(sequence), new Stored() {
                        @Override
                        public void durable() {
                            done.complete(null);
                        }

                        @Override
                        public void failed(JournalFault fault) {
                            done.completeExceptionally(fault);
                        }
                    }))
                    .isTrue();
        }
        all.forEach(CompletableFuture::join);
    }

    private static Batch.Pack pack(long sequence) {
        Bytes signed = Bytes.utf8("signed pack " + sequence);
        Reading reading = new Reading(
                new ReadingId(World.device(1), sequence, 0),
                World.patient(1),
                Instant.ofEpochMilli(1_767_225_600_123L),
                "8867-4",
                Decimal.of(new BigDecimal("71.5")),
                "/min",
                Hash.sha256(signed.toArray()));
        return new Batch.Pack(World.device(1), sequence, World.patient(1), List.of(reading), signed);
    }

    private static DrainOptions upTo(int packs) {
        return new DrainOptions(packs, 1000, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }
}
