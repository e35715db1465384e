package org.vitaledger.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.value.Sequences.Gap;

class SequencesTest {
    private static final int MOST = 60;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void knowsWhichNumbersWereUsed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            Sequences used = Sequences.NONE;
            Sequences elsewhere = Sequences.NONE;
            BitSet expected = new BitSet();
            BitSet there = new BitSet();
            for (int step = 0; step < 40; step++) {
                int first = 1 + random.nextInt(MOST);
                int last = Math.min(MOST, first + random.nextInt(4));
                used = use(used, expected, first, last);
                elsewhere = use(elsewhere, there, 1 + random.nextInt(MOST), 0);
                if (random.nextInt(4) == 0) {
                    used = used.without(first);
                    expected.clear(first);
                }
                assertUsed(used, expected);
            }
            BitSet both = (BitSet) expected.clone();
            both.or(there);
            assertUsed(used.or(elsewhere, MOST), both);
            assertUsed(elsewhere.or(used, MOST), both);
        }
    }

    private static Sequences use(Sequences used, BitSet expected, int first, int end) {
        int last = Math.max(first, end);
        int next = expected.nextSetBit(first);
        boolean isFree = next < 0 || next > last;
        Optional<Sequences> with = used.with(first, last, MOST);
        assertThat(with.isPresent()).isEqualTo(isFree);
        if (isFree) {
            expected.set(first, last + 1);
        }
        return with.orElse(used);
    }

    private static void assertUsed(Sequences used, BitSet expected) {
        assertThat(used.highest()).isEqualTo(Math.max(0, expected.length() - 1));
        for (int sequence = 1; sequence <= MOST + 1; sequence++) {
            assertThat(used.isOpen(sequence)).isEqualTo(!expected.get(sequence));
        }
    }

    @Test
    void losesTheLowestOfTooManyGaps() {
        Sequences used = Sequences.NONE;
        for (long sequence : List.of(4L, 6L, 9L)) {
            used = used.with(sequence, sequence, 2).orElseThrow();
        }
        assertThat(used).isEqualTo(new Sequences(9, List.of(new Gap(5, 5), new Gap(7, 8)), 3));
        assertThat(used.with(2, 2, 2)).isEmpty();
        assertThat(used.or(Sequences.upTo(1), 1)).isEqualTo(new Sequences(9, List.of(new Gap(7, 8)), 4));
    }

    @Test
    void takesTheHighestNumberThereIs() {
        Sequences used = Sequences.NONE.with(Long.MAX_VALUE, Long.MAX_VALUE, 8).orElseThrow();
        assertThat(used.with(Long.MAX_VALUE, Long.MAX_VALUE, 8)).isEmpty();
        assertThat(used.with(1, 1, 8)).isPresent();
        assertThat(used.or(Sequences.upTo(7), 8).gaps()).containsExactly(new Gap(8, Long.MAX_VALUE - 1));
    }

    @Test
    void isNothingButAscendingGapsBelowTheHighest() {
        assertThatThrownBy(() -> new Sequences(5, List.of(new Gap(5, 5)), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Sequences(9, List.of(new Gap(2, 3), new Gap(4, 5)), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Sequences(9, List.of(new Gap(4, 5), new Gap(1, 2)), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
