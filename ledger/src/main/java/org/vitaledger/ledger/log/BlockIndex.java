package org.vitaledger.ledger.log;

import java.util.Map;
import java.util.TreeMap;
import org.vitaledger.ledger.store.LogStore;
import org.vitaledger.ledger.store.LogStore.Place;

/**
 * Where each block stands in the journal and which entries it has: in the store, and in memory what was added since that
 * was last written. Safe for any thread.
 */
final class BlockIndex {
    private final LogStore store;
    private final TreeMap<Long, Place> byHeight = new TreeMap<>();
    private final TreeMap<Long, Place> byFirst = new TreeMap<>();

    BlockIndex(LogStore store) {
        this.store = store;
    }

    /** Adds the next block. */
    synchronized void add(Place place) {
        byHeight.put(place.height(), place);
        byFirst.put(place.firstIndex(), place);
    }

    /** Where the block at {@code height} stands, which must have been added. */
    Place place(long height) {
        synchronized (this) {
            Place place = byHeight.get(height);
            if (place != null) {
                return place;
            }
        }
        Place place = store.place(height);
        if (place == null) {
            throw new IndexOutOfBoundsException(height);
        }
        return place;
    }

    /** The height of the block that holds the entry at {@code index}, which must be before the end of the last block. */
    long holding(long index) {
        synchronized (this) {
            Map.Entry<Long, Place> floor = byFirst.floorEntry(index);
            if (floor != null) {
                return floor.getValue().height();
            }
        }
        return store.holding(index);
    }

    /** Tells {@code to} what was added up to {@code height} and is not in the store. */
    synchronized void addTo(LogStore.Added to, long height) {
        byHeight.headMap(height, true).values().forEach(to::block);
    }

    /** Forgets what is in the store now: the blocks up to {@code height}. */
    synchronized void stored(long height) {
        Map<Long, Place> kept = byHeight.headMap(height, true);
        kept.values().forEach(place -> byFirst.remove(place.firstIndex()));
        kept.clear();
    }
}
