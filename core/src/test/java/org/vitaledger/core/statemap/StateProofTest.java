package org.vitaledger.core.statemap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitaledger.core.statemap.StateMapTest.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;

class StateProofTest {
    private static final int SIZE = 300;

    private final StateMap map = filled();

    @Test
    void provesEveryValueAndEveryAbsence() {
        for (int i = 0; i < SIZE; i++) {
            StateProof present = map.prove(key(i));
            assertThat(present).isInstanceOf(StateProof.Membership.class);
            assertThat(present.verify(map.root(), key(i))).isTrue();
            StateProof absent = map.prove(key(SIZE + i));
            assertThat(absent).isInstanceOf(StateProof.Absence.class);
            assertThat(absent.verify(map.root(), key(SIZE + i))).isTrue();
        }
    }

    @Test
    void refusesAProofForAnotherKeyOrRoot() {
        Hash otherRoot = map.with(key(0), Bytes.EMPTY).root();
        for (int i = 0; i < SIZE; i++) {
            StateProof proof = map.prove(key(i));
            assertThat(proof.verify(map.root(), key(i + 1))).isFalse();
            assertThat(proof.verify(otherRoot, key(i))).isFalse();
        }
    }

    @Test
    void refusesAnotherValue() {
        StateProof proof =
                new StateProof.Membership(Bytes.utf8("other"), map.prove(key(7)).siblings());

        assertThat(proof.verify(map.root(), key(7))).isFalse();
    }

    /** Whoever wants to hide an entry has its branch, its neighbours and every other subtree of the map to lie with. */
    @Test
    void absenceOfAnEntryCannotBeForged() {
        List<LeafDigest> leaves = new ArrayList<>();
        map.forEach(
                (key, value) -> leaves.add(new LeafDigest(Hash.sha256(key.toArray()), Hash.sha256(value.toArray()))));
        for (int i = 0; i < 20; i++) {
            Bytes key = key(i);
            List<Hash> siblings = map.prove(key).siblings();
            for (int cut = 0; cut <= siblings.size(); cut++) {
                List<Hash> shorter = siblings.subList(cut, siblings.size());
                assertThat(new StateProof.Absence(Optional.empty(), shorter).verify(map.root(), key))
                        .isFalse();
                for (LeafDigest leaf : leaves) {
                    assertThat(new StateProof.Absence(Optional.of(leaf), shorter).verify(map.root(), key))
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void refusesProofsWithAnyHashChangedDroppedOrAdded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            Bytes key = key(random.nextInt(2 * SIZE));
            StateProof proof = map.prove(key);
            List<Hash> siblings = new ArrayList<>(proof.siblings());
            int place = random.nextInt(siblings.size());
            switch (random.nextInt(3)) {
                case 0 -> siblings.remove(place);
                case 1 -> siblings.add(place, Hash.sha256(new byte[] {(byte) round}));
                default -> siblings.set(place, Hash.sha256(siblings.get(place).toArray()));
            }
            StateProof damaged = switch (proof) {
                case StateProof.Membership member -> new StateProof.Membership(member.value(), siblings);
                case StateProof.Absence absence -> new StateProof.Absence(absence.other(), siblings);
            };
            assertThat(damaged.verify(map.root(), key)).isFalse();
        }
    }

    @Test
    void boundsTheNumberOfSiblings() {
        List<Hash> tooMany = Collections.nCopies(257, map.root());

        assertThatThrownBy(() -> new StateProof.Absence(Optional.empty(), tooMany))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static StateMap filled() {
        StateMap map = StateMap.EMPTY;
        for (int i = 0; i < SIZE; i++) {
            map = map.with(key(i), Bytes.utf8("value " + i));
        }
        return map;
    }
}
