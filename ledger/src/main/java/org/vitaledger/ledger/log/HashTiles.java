package org.vitaledger.ledger.log;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.CompactRange;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.ledger.store.LogStore;

/**
 * The hashes of the tree as tiles. In memory are the last tile of leaves and, of the tiles above, what was added since the
 * store was last written; full tiles of leaves are made again from their entries. The full tiles last used are kept. Safe
 * for any thread.
 */
final class HashTiles implements CompactRange.NodeSink {
    private static final int TILE = TileAddress.FULL * Hash.SIZE;
    private static final int HEIGHT = 8;
    private static final int CACHED = 512;

    private final LongFunction<byte[]> leaves;
    private final LogStore store;
    private final byte[] last = new byte[TILE];
    private final TreeMap<Integer, TreeMap<Long, Hash>> added = new TreeMap<>();
    private final Map<TileAddress, byte[]> used = new LinkedHashMap<>(16, 0.75f, true);
    private long lastTile;

    /** @param leaves makes the full tile of leaves of that index from the entries */
    HashTiles(LongFunction<byte[]> leaves, LogStore store) {
        this.leaves = leaves;
        this.store = store;
    }

    @Override
    public synchronized void complete(int level, long index, Hash hash) {
        if (level == 0) {
            lastTile = index / TileAddress.FULL;
            System.arraycopy(hash.toArray(), 0, last, (int) (index % TileAddress.FULL) * Hash.SIZE, Hash.SIZE);
        } else if (level % HEIGHT == 0) {
            added.computeIfAbsent(level, each -> new TreeMap<>()).put(index, hash);
        }
    }

    /** The tile at {@code address}, all of whose hashes must have been completed. */
    byte[] tile(TileAddress address) {
        int length = address.width() * Hash.SIZE;
        synchronized (this) {
            if (address.level() == 0 && address.index() == lastTile) {
                return Arrays.copyOf(last, length);
            }
            byte[] known = used.get(full(address));
            if (known != null) {
                return Arrays.copyOf(known, length);
            }
        }
        byte[] made = address.level() == 0 ? leaves.apply(address.index()) : upper(address);
        if (made.length == TILE) {
            synchronized (this) {
                used.put(full(address), made);
                if (used.size() > CACHED) {
                    used.remove(used.keySet().iterator().next());
                }
            }
        }
        return Arrays.copyOf(made, length);
    }

    private static TileAddress full(TileAddress address) {
        return new TileAddress(address.level(), address.index(), TileAddress.FULL);
    }

    /** What was written down comes first; what was added since follows it. */
    private byte[] upper(TileAddress address) {
        int level = address.level() * HEIGHT;
        byte[] tile = new byte[address.width() * Hash.SIZE];
        long first = address.firstHash();
        int known;
        synchronized (this) {
            Map<Long, Hash> since = added.getOrDefault(level, new TreeMap<>()).subMap(first, first + address.width());
            since.forEach((index, hash) ->
                    System.arraycopy(hash.toArray(), 0, tile, (int) (index - first) * Hash.SIZE, Hash.SIZE));
            known = address.width() - since.size();
        }
        byte[] stored = known == 0 ? new byte[0] : store.hashes(level, first, known);
        if (stored.length != known * Hash.SIZE) {
            throw new IndexOutOfBoundsException(address.index());
        }
        System.arraycopy(stored, 0, tile, 0, stored.length);
        return tile;
    }

    /** Tells {@code to} what was added to the tree of the first {@code size} leaves and is not in the store. */
    synchronized void addTo(LogStore.Added to, long size) {
        added.forEach((level, hashes) ->
                hashes.headMap(size >>> level, false).forEach((index, hash) -> to.hash(level, index, hash)));
    }

    /** Forgets what is in the store now: the tree of the first {@code size} leaves. */
    synchronized void stored(long size) {
        added.forEach((level, hashes) -> hashes.headMap(size >>> level, false).clear());
    }
}
