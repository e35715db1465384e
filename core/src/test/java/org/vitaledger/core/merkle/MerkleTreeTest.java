package org.vitaledger.core.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.bytes.Hash;

class MerkleTreeTest {
    private static final int SIZE = 70;

    private final List<Hash> leaves = leaves(SIZE);
    private final MerkleTree tree = MerkleTree.of(leaves);

    @Test
    void hasTheRootOfTheRecursiveDefinitionAtEverySize() {
        MerkleTree growing = new MerkleTree();
        for (int size = 0; size <= SIZE; size++) {
            Hash expected = definition(leaves.subList(0, size));
            assertThat(growing.root()).isEqualTo(expected);
            assertThat(tree.root(size)).isEqualTo(expected);
            if (size < SIZE) {
                growing.append(leaves.get(size));
            }
        }
    }

    @Test
    void growsOnFromTheEdgeOfEverySize() {
        for (int size = 0; size <= SIZE; size++) {
            CompactRange range = CompactRange.at(size, tree);
            assertThat(range.size()).isEqualTo(size);
            assertThat(range.root()).isEqualTo(tree.root(size));
            leaves.subList(size, SIZE).forEach(range::append);
            assertThat(range.root()).isEqualTo(tree.root());
        }
    }

    @Test
    void provesEveryLeafInEverySizeAndNoOther() {
        for (int size = 1; size <= SIZE; size++) {
            Hash root = tree.root(size);
            for (int index = 0; index < size; index++) {
                InclusionProof proof = tree.inclusion(index, size);
                assertThat(proof.verify(leaves.get(index), root)).isTrue();
                assertThat(proof.verify(leaves.get((index + 1) % SIZE), root)).isFalse();
                assertThat(new InclusionProof(index + 1L, size, proof.path()).verify(leaves.get(index), root))
                        .isFalse();
            }
        }
    }

    @Test
    void provesNeighbouringLeavesAndNothingElse() {
        for (int size = 1; size <= 40; size++) {
            Hash root = tree.root(size);
            for (int first = 0; first < size; first++) {
                for (int last = first + 1; last <= size; last++) {
                    RangeProof proof = tree.leaves(first, last, size);
                    List<Hash> range = leaves.subList(first, last);
                    assertThat(proof.verify(range, root)).isTrue();
                    assertThat(new RangeProof(first + 1L, size, proof.path()).verify(range, root))
                            .isFalse();
                    assertThat(proof.verify(range.subList(0, range.size() - 1), root))
                            .isFalse();
                    assertThat(proof.verify(leaves.subList(first, last + 1), root))
                            .isFalse();
                    List<Hash> more = new ArrayList<>(proof.path());
                    more.add(leaves.getFirst());
                    assertThat(new RangeProof(first, size, more).verify(range, root))
                            .isFalse();
                }
            }
        }
        assertThat(new RangeProof(0, 0, List.of()).verify(List.of(), tree.root(0)))
                .isFalse();
        assertThat(new RangeProof(-1, 2, List.of()).verify(leaves.subList(0, 2), tree.root(2)))
                .isFalse();
        assertThat(new RangeProof(Long.MAX_VALUE, 5, List.of(tree.root(5))).verify(leaves.subList(0, 1), tree.root(5)))
                .isFalse();
        assertThatThrownBy(() -> tree.leaves(3, 3, 8)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void holdsEveryLeafOnlyWhileEveryHashIsRight() {
        assertThat(IntStream.range(0, 21)).allMatch(index -> tree.holds(index, leaves.get(index)));
        for (int level = 0; level < 5; level++) {
            for (long wrong = 0; wrong < 21 >> level; wrong++) {
                int at = level;
                long place = wrong;
                NodeReader other =
                        (depth, index) -> depth == at && index == place ? TreeHash.EMPTY : tree.at(depth, index);
                assertThat(IntStream.range(0, 21)).anyMatch(index -> !other.holds(index, leaves.get(index)));
            }
        }
    }

    @Test
    void provesThatEverySizeGrewFromEverySmallerOne() {
        for (int newSize = 1; newSize <= SIZE; newSize++) {
            for (int oldSize = 1; oldSize <= newSize; oldSize++) {
                ConsistencyProof proof = tree.consistency(oldSize, newSize);
                assertThat(proof.verify(tree.root(oldSize), tree.root(newSize))).isTrue();
                assertThat(proof.verify(tree.root(oldSize - 1), tree.root(newSize)))
                        .isFalse();
                assertThat(proof.verify(tree.root(oldSize), TreeHash.leaf(new byte[] {1})))
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void refusesProofsWithAnyHashChangedDroppedOrAdded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            int size = random.nextInt(2, SIZE + 1);
            int index = random.nextInt(size);
            InclusionProof inclusion = tree.inclusion(index, size);
            List<Hash> damaged = damage(inclusion.path(), random);
            assertThat(new InclusionProof(index, size, damaged).verify(leaves.get(index), tree.root(size)))
                    .isFalse();
            int oldSize = random.nextInt(1, size);
            ConsistencyProof consistency = tree.consistency(oldSize, size);
            List<Hash> damagedToo = damage(consistency.path(), random);
            assertThat(new ConsistencyProof(oldSize, size, damagedToo).verify(tree.root(oldSize), tree.root(size)))
                    .isFalse();
        }
    }

    @Test
    void proveNothingForNonsense() {
        assertThat(new InclusionProof(-1, 5, List.of()).verify(TreeHash.EMPTY, TreeHash.EMPTY))
                .isFalse();
        assertThat(new InclusionProof(5, 5, List.of()).verify(TreeHash.EMPTY, TreeHash.EMPTY))
                .isFalse();
        assertThat(new InclusionProof(Long.MAX_VALUE - 1, Long.MAX_VALUE, List.of())
                        .verify(TreeHash.EMPTY, TreeHash.EMPTY))
                .isFalse();
        assertThat(new ConsistencyProof(-1, 5, List.of()).verify(TreeHash.EMPTY, TreeHash.EMPTY))
                .isFalse();
        assertThat(new ConsistencyProof(0, 0, List.of()).verify(TreeHash.EMPTY, TreeHash.EMPTY))
                .isTrue();
        assertThatThrownBy(() -> tree.inclusion(SIZE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.consistency(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Hash> damage(List<Hash> path, SplittableRandom random) {
        List<Hash> damaged = new ArrayList<>(path);
        int place = random.nextInt(path.size() + 1);
        switch (place == path.size() ? 0 : random.nextInt(3)) {
            case 0 -> damaged.add(place, TreeHash.leaf(new byte[] {(byte) random.nextInt()}));
            case 1 -> damaged.remove(place);
            default -> {
                byte[] hash = damaged.get(place).toArray();
                hash[random.nextInt(Hash.SIZE)] ^= (byte) (1 << random.nextInt(8));
                damaged.set(place, Hash.of(hash));
            }
        }
        return damaged;
    }

    /** RFC 9162 section 2.1.1, as written there. */
    private static Hash definition(List<Hash> leaves) {
        if (leaves.isEmpty()) {
            return Hash.sha256();
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return TreeHash.node(definition(leaves.subList(0, split)), definition(leaves.subList(split, leaves.size())));
    }

    static List<Hash> leaves(int count) {
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(TreeHash.leaf(new byte[] {(byte) (i >>> 8), (byte) i}));
        }
        return leaves;
    }
}
