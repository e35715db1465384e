package org.vitaledger.core.statemap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;

/** Maps that are written down and read again are as if they had stayed in memory. */
@Proves("INV-005")
class StoredMapTest {
    private static final int KEYS = 60;

    /** A map as it was at some time, and what it must say. */
    private record Kept(StateMap map, Hash root, Map<Integer, Integer> model) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void agreesWithAMapInMemory(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MemoryNodes nodes = new MemoryNodes();
        StateMap written = StateMap.EMPTY;
        StateMap map = StateMap.EMPTY;
        StateMap expected = StateMap.EMPTY;
        Map<Integer, Integer> model = new HashMap<>();
        List<Kept> kept = new ArrayList<>();
        for (int step = 0; step < 600; step++) {
            int key = random.nextInt(KEYS);
            if (random.nextInt(5) < 3) {
                int value = random.nextInt(1000);
                map = map.with(bytes(key), bytes(value));
                expected = expected.with(bytes(key), bytes(value));
                model.put(key, value);
            } else {
                map = map.without(bytes(key));
                expected = expected.without(bytes(key));
                model.remove(key);
            }
            assertThat(map.root()).isEqualTo(expected.root());
            assertThat(map.size()).isEqualTo(expected.size());
            if (random.nextInt(7) == 0) {
                map.write(written, nodes);
                MemoryNodes version = nodes.copy();
                written = random.nextBoolean()
                        ? StateMap.of(version, map.top(), map.size())
                        : map.readFrom(version, map, random.nextInt(6));
                kept.add(new Kept(written, expected.root(), Map.copyOf(model)));
                // Others may have gone on meanwhile.
                for (int ahead = random.nextInt(4); ahead > 0; ahead--) {
                    int another = random.nextInt(KEYS);
                    map = map.without(bytes(another));
                    expected = expected.without(bytes(another));
                    model.remove(another);
                }
                map = map.readFrom(version, written, random.nextInt(6));
                kept.add(new Kept(map, expected.root(), Map.copyOf(model)));
            }
            if (random.nextInt(50) == 0) {
                kept.forEach(StoredMapTest::expect);
            }
        }
    }

    private static void expect(Kept kept) {
        assertThat(kept.map().root()).isEqualTo(kept.root());
        Map<Bytes, Bytes> all = new HashMap<>();
        kept.map().forEach(all::put);
        assertThat(all).hasSize(kept.model().size());
        for (int key = 0; key < KEYS; key++) {
            Integer value = kept.model().get(key);
            assertThat(kept.map().value(bytes(key)))
                    .isEqualTo(java.util.Optional.ofNullable(value).map(StoredMapTest::bytes));
            StateProof proof = kept.map().prove(bytes(key));
            assertThat(proof instanceof StateProof.Membership).isEqualTo(value != null);
            assertThat(proof.verify(kept.root(), bytes(key))).isTrue();
        }
    }

    @Test
    void writesOnlyWhatDiffersAndLeavesNothingBehind() {
        MemoryNodes nodes = new MemoryNodes();
        StateMap map = StateMap.EMPTY;
        for (int key = 0; key < 1000; key++) {
            map = map.with(bytes(key), bytes(key));
        }
        map.write(StateMap.EMPTY, nodes);
        map = map.readFrom(nodes.copy(), map, 2);
        StateMap changed = map.with(bytes(7), bytes(8));
        Set<NodePath> touched = new HashSet<>();
        changed.write(map, new Counting(touched));
        assertThat(touched).hasSizeLessThan(30);

        StateMap emptied = map;
        for (int key = 0; key < 1000; key++) {
            emptied = emptied.without(bytes(key));
        }
        emptied.write(map, nodes);
        assertThat(nodes.innerNodes()).isZero();
        assertThat(nodes.entries()).isZero();
    }

    private record Counting(Set<NodePath> touched) implements NodeSink {
        @Override
        public void putInner(NodePath path, byte[] children) {
            touched.add(path);
        }

        @Override
        public void removeInner(NodePath path) {
            throw new AssertionError(path);
        }

        @Override
        public void putEntry(Hash keyHash, Bytes key, Bytes value) {}

        @Override
        public void removeEntry(Hash keyHash) {
            throw new AssertionError(keyHash);
        }
    }

    private static Bytes bytes(int n) {
        return Bytes.utf8(Integer.toString(n));
    }
}
