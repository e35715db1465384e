package org.vitaledger.edge.spool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
import org.vitaledger.edge.drain.PackSource.SpooledPack;
import org.vitaledger.journal.Completion;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.vault.Batch;

class SpoolTest {
    private static final Bytes KEY = World.id(32, 7);
    private static final Duration SOON = Duration.ofMillis(5);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void givesPacksBackInTheirOrderAlsoToALaterProcess() throws Exception {
        try (Spool spool = open(KEY)) {
            fill(spool, 1, 10);
            List<SpooledPack> first = spool.next(0, 4, SOON);
            assertThat(first).hasSize(4);
            assertThat(spool.next(first.get(1).end(), 2, SOON))
                    .as("a retry asks for the same again")
                    .isEqualTo(first.subList(2, 4));
        }
        try (Spool again = open(KEY)) {
            fill(again, 11, 12);
            List<SpooledPack> all = again.next(0, 100, SOON);
            assertThat(all.stream().map(p -> p.pack().sequence()))
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L);
            assertThat(all.getFirst().pack()).isEqualTo(pack(1));
            assertThat(again.next(all.getLast().end(), 100, SOON)).isEmpty();
        }
    }

    @Test
    void dropsWhatIsCommittedButForTheLastBytes() throws Exception {
        JournalOptions small = JournalOptions.defaults().withSegmentBytes(4096);
        SpoolOptions options = new SpoolOptions(KEY, new SecureRandom(), 8192, small);
        try (Spool spool = Spool.open(directory, options)) {
            for (int from = 1; from < 400; from += 10) {
                fill(spool, from, from + 9);
            }
            spool.release(spool.next(0, 400, SOON).getLast().end());
            List<Batch.Pack> kept = new ArrayList<>();
            spool.replay(kept::add);
            assertThat(kept).hasSizeBetween(20, 100).last().isEqualTo(pack(400));
        }
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
            assertThatThrownBy(() -> other.next(0, 1, SOON))
                    .isInstanceOf(SpoolFault.class)
                    .hasMessageStartingWith("VL-SPOOL-001");
        }
    }

    private Spool open(Bytes key) throws IOException {
        return Spool.open(directory, SpoolOptions.of(key));
    }

    private static void fill(Spool spool, int from, int to) {
        List<CompletableFuture<Long>> all = new ArrayList<>();
        for (int sequence = from; sequence <= to; sequence++) {
            CompletableFuture<Long> done = new CompletableFuture<>();
            all.add(done);
            assertThat(spool.tryAppend(pack(sequence), new Completion() {
                        @Override
                        public void forced(long position) {
                            done.complete(position);
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
}
