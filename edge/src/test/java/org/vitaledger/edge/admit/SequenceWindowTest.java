package org.vitaledger.edge.admit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.SequenceRange;
import org.vitaledger.core.value.Sequences;
import org.vitaledger.edge.admit.SequenceWindow.Finding;

class SequenceWindowTest {
    @Test
    void tellsNewRepeatedReplayedAndForgottenApart() {
        SequenceWindow window = new SequenceWindow(4);
        assertThat(window.find(1, hash(1))).isEqualTo(Finding.NEW);
        window.remember(1, hash(1));
        window.remember(3, hash(3));
        assertThat(window.find(1, hash(1))).isEqualTo(Finding.REPEATED);
        assertThat(window.find(1, hash(9))).isEqualTo(Finding.REPLAYED);
        assertThat(window.find(2, hash(2))).as("passed over").isEqualTo(Finding.NEW);
        window.remember(2, hash(2));
        assertThat(window.find(2, hash(2))).isEqualTo(Finding.REPEATED);
        assertThat(window.find(2, hash(9))).isEqualTo(Finding.REPLAYED);
        assertThat(window.find(4, hash(4))).isEqualTo(Finding.NEW);
        window.meet(Sequences.upTo(10));
        assertThat(window.find(10, hash(10)))
                .as("anchored before this window began")
                .isEqualTo(Finding.FORGOTTEN);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void remembersTheLastOfAnyLength(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int capacity = 1 + random.nextInt(40);
        SequenceWindow window = new SequenceWindow(capacity);
        List<Long> admitted = new ArrayList<>();
        long sequence = 0;
        for (int i = 0; i < 200; i++) {
            sequence += 1 + random.nextInt(3);
            window.remember(sequence, hash(sequence));
            admitted.add(sequence);
            List<Long> last = admitted.subList(Math.max(0, admitted.size() - capacity), admitted.size());
            for (long each : last) {
                assertThat(window.find(each, hash(each))).isEqualTo(Finding.REPEATED);
            }
            assertThat(window.remembered().stream().map(SequenceWindow.Remembered::sequence))
                    .containsExactlyElementsOf(last);
        }
    }

    @Test
    void survivesAsBytes() {
        SequenceWindows.Writer out = new SequenceWindows.Writer();
        SequenceWindow window = new SequenceWindow(4);
        window.remember(5, hash(5));
        window.remember(7, hash(7));
        out.add(World.device(1), window.remembered().subList(0, 1));
        out.add(World.device(2), window.remembered());
        out.add(World.device(3), List.of());
        Map<DeviceId, SequenceWindow> read = new HashMap<>();
        SequenceWindows.read(
                out.toArray(),
                (device, pack) -> read.computeIfAbsent(device, id -> new SequenceWindow(4))
                        .restore(pack));
        assertThat(read).containsOnlyKeys(World.device(1), World.device(2));
        assertThat(read.get(World.device(1))).satisfies(found -> {
            assertThat(found.last()).isEqualTo(5);
            assertThat(found.find(5, hash(5))).isEqualTo(Finding.REPEATED);
        });
    }

    @Test
    void opensAgainWhatWasLost() {
        SequenceWindow window = new SequenceWindow(8);
        for (long sequence : List.of(1L, 5L, 3L, 6L, 7L)) {
            window.remember(sequence, hash(sequence));
        }
        List.of(3L, 6L, 7L).forEach(window::forget);
        assertThat(window.last()).isEqualTo(5);
        assertThat(window.find(3, hash(3))).isEqualTo(Finding.NEW);
        assertThat(window.find(6, hash(6))).isEqualTo(Finding.NEW);
        assertThat(window.find(5, hash(5))).isEqualTo(Finding.REPEATED);
        window.remember(3, hash(3));
        assertThat(window.remembered().stream().map(SequenceWindow.Remembered::sequence))
                .containsExactly(1L, 5L, 3L);
    }

    /** Else a batch might be refused, and nothing behind it would be committed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void admitsNothingThatTheLedgerRefuses(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SequenceWindow window = new SequenceWindow(4);
        Sequences ledger = Sequences.NONE;
        List<SequenceRange> batch = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long from = Math.max(1, window.last() - 300);
            long sequence = random.nextInt(3) == 0 ? window.last() + 1 + random.nextInt(4) : from + random.nextInt(300);
            if (window.find(sequence, hash(sequence)) == Finding.NEW) {
                window.remember(sequence, hash(sequence));
                batch.add(SequenceRange.of(World.device(1), sequence, 1));
            }
            if (random.nextInt(200) == 0) {
                for (SequenceRange range : SequenceRange.joined(batch)) {
                    ledger = ledger.with(range.first(), range.last(), Sequences.MAX_GAPS)
                            .orElseThrow();
                }
                batch.clear();
            }
            if (random.nextInt(1000) == 0) {
                window = new SequenceWindow(4);
                window.meet(ledger);
                for (SequenceRange range : batch) {
                    window.restore(SequenceWindows.remembered(range.first(), hash(range.first())));
                }
            }
        }
        assertThat(ledger.lost()).isPositive();
    }

    private static Hash hash(long n) {
        return Hash.sha256(Long.toString(n).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
}
