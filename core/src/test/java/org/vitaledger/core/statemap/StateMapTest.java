package org.vitaledger.core.statemap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;

class StateMapTest {
    private static final byte[] LEAF = {2};
    private static final byte[] INNER = {3};

    @Test
    void emptyMapHasAZeroRootAndNoValues() {
        assertThat(StateMap.EMPTY.root()).isEqualTo(Hash.of(new byte[32]));
        assertThat(StateMap.EMPTY.size()).isZero();
        assertThat(StateMap.EMPTY.value(key(1))).isEmpty();
        assertThat(StateMap.EMPTY.without(key(1))).isSameAs(StateMap.EMPTY);
        assertThat(StateMap.EMPTY.prove(key(1)).verify(StateMap.EMPTY.root(), key(1)))
                .isTrue();
    }

    @Test
    void theMapOfOneEntryIsItsLeaf() {
        StateMap map = StateMap.EMPTY.with(key(1), Bytes.utf8("a"));
        Hash leaf = Hash.sha256(
                LEAF,
                Hash.sha256(key(1).toArray()).toArray(),
                Hash.sha256(new byte[] {'a'}).toArray());

        assertThat(map.root()).isEqualTo(leaf);
    }

    @Test
    void isTheSameMapWhenNothingChanges() {
        StateMap map = StateMap.EMPTY.with(key(1), Bytes.utf8("a"));

        assertThat(map.with(key(1), Bytes.utf8("a"))).isSameAs(map);
        assertThat(map.without(key(2))).isSameAs(map);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithANaiveModelAfterEveryChange(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Bytes, Bytes> model = new TreeMap<>();
        StateMap map = StateMap.EMPTY;
        for (int step = 0; step < 400; step++) {
            Bytes key = key(random.nextInt(60));
            if (random.nextInt(3) == 0) {
                model.remove(key);
                map = map.without(key);
            } else {
                Bytes value = Bytes.of((byte) random.nextInt(4));
                model.put(key, value);
                map = map.with(key, value);
            }
            if (step % 7 == 0) {
                assertThat(map.root()).isEqualTo(definition(model.entrySet(), 0));
            }
            assertThat(map.size()).isEqualTo(model.size());
        }
        Map<Bytes, Bytes> visited = new TreeMap<>();
        map.forEach(visited::put);
        assertThat(visited).isEqualTo(model);
        for (int i = 0; i < 60; i++) {
            assertThat(map.value(key(i)).orElse(null)).isEqualTo(model.get(key(i)));
        }
    }

    @Proves("INV-005")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void hasOneRootWhateverTheOrderOfChanges(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> order = new ArrayList<>();
        StateMap ascending = StateMap.EMPTY;
        for (int i = 0; i < 500; i++) {
            order.add(random.nextInt(order.size() + 1), i);
            ascending = ascending.with(key(i), key(-i));
        }
        StateMap shuffled = StateMap.EMPTY.with(key(1000), key(0));
        for (int i : order) {
            shuffled = shuffled.with(key(i), key(i)).with(key(i), key(-i));
            shuffled.root();
        }

        assertThat(shuffled.without(key(1000)).root()).isEqualTo(ascending.root());
    }

    @Test
    void keepsOlderMapsAsTheyWere() {
        StateMap old = StateMap.EMPTY.with(key(1), key(1)).with(key(2), key(2));
        Hash root = old.root();
        StateMap changed = old.with(key(1), key(3)).without(key(2));

        assertThat(old.root()).isEqualTo(root);
        assertThat(old.value(key(2))).contains(key(2));
        assertThat(changed.value(key(2))).isEmpty();
    }

    /** The definition in words of {@link StateMap}, without any cleverness. */
    private static Hash definition(Collection<Map.Entry<Bytes, Bytes>> entries, int depth) {
        if (entries.isEmpty()) {
            return Hash.of(new byte[32]);
        }
        if (entries.size() == 1) {
            Map.Entry<Bytes, Bytes> only = entries.iterator().next();
            return Hash.sha256(
                    LEAF,
                    Hash.sha256(only.getKey().toArray()).toArray(),
                    Hash.sha256(only.getValue().toArray()).toArray());
        }
        List<Map.Entry<Bytes, Bytes>> left = new ArrayList<>();
        List<Map.Entry<Bytes, Bytes>> right = new ArrayList<>();
        for (Map.Entry<Bytes, Bytes> entry : entries) {
            (Hash.sha256(entry.getKey().toArray()).bit(depth) ? right : left).add(entry);
        }
        return Hash.sha256(
                INNER,
                definition(left, depth + 1).toArray(),
                definition(right, depth + 1).toArray());
    }

    static Bytes key(int number) {
        return Bytes.utf8("key " + number);
    }
}
