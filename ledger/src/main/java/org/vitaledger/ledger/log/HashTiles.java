package org.vitaledger.ledger.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.CompactRange;
import org.vitaledger.core.merkle.TileAddress;

/**
 * The hashes of the tree as tiles. Kept in memory are the tiles above the leaves (32 bytes for 256 entries) and the last
 * tile of leaves; full tiles of leaves are made again from their entries, the last used kept. Safe for any thread.
 */
final class HashTiles implements CompactRange.NodeSink {
    private static final int TILE = TileAddress.FULL * Hash.SIZE;
    private static final int HEIGHT = 8;
    private static final int CACHED = 512;

    private final LongFunction<byte[]> leaves;
    private final byte[] last = new byte[TILE];
    private final List<byte[]> levels = new ArrayList<>();
    private final Map<Long, byte[]> used = new LinkedHashMap<>(16, 0.75f, true);
    private long lastTile;

    /** @param leaves makes the full tile of leaves of that index from the entries */
    HashTiles(LongFunction<byte[]> leaves) {
        this.leaves = leaves;
    }

    @Override
    public synchronized void complete(int level, long index, Hash hash) {
        if (level == 0) {
            lastTile = index / TileAddress.FULL;
            put(last, index % TileAddress.FULL, hash);
        } else if (level % HEIGHT == 0) {
            int column = level / HEIGHT - 1;
            if (column == levels.size()) {
                levels.add(new byte[TILE]);
            }
            byte[] hashes = levels.get(column);
            if (index * Hash.SIZE == hashes.length) {
                hashes = Arrays.copyOf(hashes, Math.addExact(hashes.length, Math.max(hashes.length / 2, TILE)));
                levels.set(column, hashes);
            }
            put(hashes, index, hash);
        }
    }

    /** The tile at {@code address}, all of whose hashes must have been completed. */
    byte[] tile(TileAddress address) {
        int length = address.width() * Hash.SIZE;
        synchronized (this) {
            if (address.level() > 0) {
                int from = Math.toIntExact(address.firstHash() * Hash.SIZE);
                return Arrays.copyOfRange(levels.get(address.level() - 1), from, from + length);
            }
            byte[] known = address.index() == lastTile ? last : used.get(address.index());
            if (known != null) {
                return Arrays.copyOf(known, length);
            }
        }
        byte[] made = leaves.apply(address.index());
        synchronized (this) {
            used.put(address.index(), made);
            if (used.size() > CACHED) {
                used.remove(used.keySet().iterator().next());
            }
        }
        return Arrays.copyOf(made, length);
    }

    private static void put(byte[] hashes, long index, Hash hash) {
        System.arraycopy(hash.toArray(), 0, hashes, Math.toIntExact(index * Hash.SIZE), Hash.SIZE);
    }
}
