package org.vitaledger.core.merkle;

import java.security.MessageDigest;
import java.util.function.Function;
import org.vitaledger.core.bytes.Hash;

/**
 * Reads the nodes of a tree of a known size from its tiles; levels between the tiles are hashed again. Whether the tiles
 * are genuine shows only when a root or proof made from them verifies. As thread-safe as {@code tiles}.
 *
 * @param size the number of leaves
 * @param tiles gives the content of a tile, {@code width * 32} bytes
 */
public record TiledTree(long size, Function<TileAddress, byte[]> tiles) implements NodeReader {
    @Override
    public Hash at(int level, long index) {
        TileAddress address = TileAddress.holding(level, index, size);
        byte[] tile = tiles.apply(address);
        if (tile.length != address.width() * Hash.SIZE) {
            throw new IllegalArgumentException("a tile of width " + address.width() + " has the wrong length");
        }
        int count = 1 << (level % 8);
        int first = (int) ((index * count) % TileAddress.FULL);
        return subtree(Hash.newDigest(), tile, first, count);
    }

    private static Hash subtree(MessageDigest digest, byte[] tile, int first, int count) {
        if (count == 1) {
            return Hash.of(tile, first * Hash.SIZE);
        }
        Hash left = subtree(digest, tile, first, count / 2);
        Hash right = subtree(digest, tile, first + count / 2, count / 2);
        return TreeHash.node(digest, left, right);
    }
}
