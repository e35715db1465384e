package org.vitaledger.edge.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.bytes.Hash;

class WaitingPacksTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void knowsWhatWaitsUpToItsBound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int most = 1 << random.nextInt(13);
        WaitingPacks packs = new WaitingPacks(most);
        TreeMap<Long, Hash> model = new TreeMap<>();
        long end = 0;
        long forgotten = 0;
        long released = 0;
        for (int round = 0; round < 60; round++) {
            for (int i = random.nextInt(300); i > 0; i--) {
                end += 1 + random.nextInt(500);
                Hash hash = hash(end, random.nextInt(4) == 0);
                packs.add(hash, end);
                model.put(end, hash);
                if (model.size() > most) {
                    forgotten = model.pollFirstEntry().getKey();
                }
            }
            if (random.nextInt(3) == 0) {
                released = Math.max(released, random.nextLong(end + 1));
                packs.release(released);
                model.headMap(released, true).clear();
            }
            assertThat(model.values()).as("seed %d", seed).allMatch(packs::holds);
            assertThat(packs.isComplete()).as("seed %d", seed).isEqualTo(released >= forgotten);
        }
        packs.release(end);
        assertThat(model.values()).noneMatch(packs::holds);
        assertThat(packs.isComplete()).isTrue();
    }

    @Test
    void takesAReplayOfWhatItKnowsAsThat() {
        WaitingPacks packs = new WaitingPacks();
        for (int round = 0; round < 2; round++) {
            for (long end = 1; end <= 3000; end++) {
                packs.add(hash(end, false), end);
            }
        }
        packs.release(2999);
        assertThat(packs.holds(hash(2999, false))).isFalse();
        assertThat(packs.holds(hash(3000, false))).isTrue();
        packs.release(3000);
        assertThat(packs.holds(hash(3000, false))).isFalse();
        packs.add(hash(7, false), 3001);
        assertThat(packs.holds(hash(7, false))).isTrue();
    }

    /** Some of them in one bucket of the table. */
    private static Hash hash(long number, boolean together) {
        byte[] hash = Hash.sha256(
                        ByteBuffer.allocate(Long.BYTES).putLong(number).array())
                .toArray();
        if (together) {
            ByteBuffer.wrap(hash).putLong(42);
        }
        return Hash.of(hash, 0);
    }
}
