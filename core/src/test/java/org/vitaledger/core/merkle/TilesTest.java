package org.vitaledger.core.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;

class TilesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1234067, 256, tile/0/x001/x234/067",
        "0, 0, 256, tile/0/000",
        "1, 999, 17, tile/1/999.p/17",
        "2, 1000, 1, tile/2/x001/000.p/1",
        "-1, 273, 112, tile/entries/273.p/112",
        "7, 5, 255, tile/7/005.p/255",
    })
    void writesAndReadsThePathsOfTheSpecification(int level, long index, int width, String path) {
        TileAddress address = new TileAddress(level, index, width);

        assertThat(address.path()).isEqualTo(path);
        assertThat(TileAddress.parse(path)).contains(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile/0/0",
                "tile/00/000",
                "tile/8/000",
                "tile/-1/000",
                "tile/0/x000/001",
                "tile/0/001/002",
                "tile/0/x001",
                "tile/0/000.p/0",
                "tile/0/000.p/01",
                "tile/0/000.p/256",
                "tile/0/000.p/257",
                "tile/0/000.p/",
                "tile/entries/000/",
                "/tile/0/000",
                "tile/0/x999/x999/x999/x999/x999/999",
                "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
            })
    void refusesOtherPaths(String path) {
        assertThat(TileAddress.parse(path)).isEmpty();
    }

    @Test
    void hasTheTilesOfTheSpecificationsExamples() {
        assertThat(TileAddress.available(0, 272, 70_000)).isEqualTo(256);
        assertThat(TileAddress.available(0, 273, 70_000)).isEqualTo(112);
        assertThat(TileAddress.available(0, 274, 70_000)).isZero();
        assertThat(TileAddress.available(1, 0, 70_000)).isEqualTo(256);
        assertThat(TileAddress.available(1, 1, 70_000)).isEqualTo(17);
        assertThat(TileAddress.available(2, 0, 70_000)).isEqualTo(1);
        assertThat(TileAddress.available(0, 0, 256)).isEqualTo(256);
        assertThat(TileAddress.available(0, 1, 256)).isZero();
        assertThat(TileAddress.available(1, 0, 256)).isEqualTo(1);
        assertThat(TileAddress.available(0, Long.MAX_VALUE / 2, 256)).isZero();
    }

    @Test
    void provesFromTilesAsFromTheTree() {
        List<Hash> leaves = MerkleTreeTest.leaves(70_000);
        MerkleTree tree = MerkleTree.of(leaves);
        TiledTree tiled = new TiledTree(tree.size(), address -> tile(tree, address));

        assertThat(tiled.root(tree.size())).isEqualTo(tree.root());
        for (long index : new long[] {0, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999}) {
            assertThat(tiled.inclusion(index, 70_000)).isEqualTo(tree.inclusion(index));
        }
        for (long old : new long[] {1, 255, 256, 257, 65_536, 69_999, 70_000}) {
            assertThat(tiled.consistency(old, 70_000)).isEqualTo(tree.consistency(old, 70_000));
        }
    }

    @Test
    void refusesATileOfTheWrongLength() {
        TiledTree tiled = new TiledTree(3, address -> new byte[64]);

        assertThatThrownBy(() -> tiled.at(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsTheBundlesThatItWrites() {
        List<Bytes> entries = List.of(Bytes.EMPTY, Bytes.utf8("one"), Bytes.of(new byte[EntryBundle.MAX_ENTRY]));

        assertThat(EntryBundle.encode(entries)).startsWith(0, 0, 0, 3, 'o', 'n', 'e', 0xff, 0xff);
        assertThat(EntryBundle.decode(EntryBundle.encode(entries))).contains(entries);
    }

    @Test
    void refusesBundlesThatAreCutOrTooLong() {
        byte[] bundle = EntryBundle.encode(List.of(Bytes.utf8("one"), Bytes.utf8("two")));

        for (int length = 0; length < bundle.length; length++) {
            Optional<List<Bytes>> decoded =
                    EntryBundle.decode(Bytes.of(bundle, 0, length).toArray());
            assertThat(decoded.isPresent()).isEqualTo(length == 5);
        }
        assertThat(EntryBundle.decode(new byte[2 * 257])).isEmpty();
        assertThatThrownBy(() -> EntryBundle.encode(Collections.nCopies(257, Bytes.EMPTY)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntryBundle.encode(List.of(Bytes.of(new byte[EntryBundle.MAX_ENTRY + 1]))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] tile(MerkleTree tree, TileAddress address) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < address.width(); i++) {
            out.writeBytes(tree.at(8 * address.level(), address.firstHash() + i).toArray());
        }
        return out.toByteArray();
    }
}
