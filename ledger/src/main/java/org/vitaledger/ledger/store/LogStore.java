package org.vitaledger.ledger.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.statemap.NodeSource;
import org.vitaledger.core.statemap.StateMap;
import org.vitaledger.ledger.SubmitFault;

/**
 * The store of one log. Each write is atomic and forced, and leads from the state after one block to that after a later
 * one. Any thread may read, one writes. What was read before stays readable as it was, for as long as somebody holds on to
 * it and the store is open.
 */
public final class LogStore implements AutoCloseable {
    /** Of the state's map, what stays in memory of what was read; below are some hundred thousand nodes. */
    private static final int LEVELS_KEPT = 12;

    private final KeyValues values;

    /** Where a block stands. */
    public record Place(long height, long position, long firstIndex) {}

    /** What was added to the log since the last write. */
    @FunctionalInterface
    public interface Additions {
        /** Adds all to {@code to}. */
        void addTo(Added to);
    }

    /** Takes what was added. */
    public interface Added {
        /** A block. */
        void block(Place place);

        /** The hash of a whole subtree of 256, 65,536, ... leaves. */
        void hash(int level, long index, Hash hash);
    }

    private LogStore(KeyValues values) {
        this.values = values;
    }

    /**
     * Opens the store in {@code directory}, which is made if absent; one that can't be read is emptied.
     *
     * @throws SubmitFault of kind STORE if the disk refuses
     */
    public static LogStore open(Path directory) {
        return new LogStore(KeyValues.open(directory));
    }

    /** Opens a store to look only; empty if it can't be read. */
    public static Optional<LogStore> openToCheck(Path directory) {
        return KeyValues.openToCheck(directory).map(LogStore::new);
    }

    /** This store without anything in it. */
    public LogStore emptied() {
        return new LogStore(values.emptied());
    }

    /** After which block the state was written down; empty if none was, or by another version of this software. */
    public Optional<StoreMark> mark() {
        return stored().map(StoreMark.Stored::mark);
    }

    /** The state's map that was written down last; the empty one if none was. */
    public WrittenMap map() {
        NodeSource nodes = nodes();
        return new WrittenMap(
                stored().map(stored -> StateMap.of(nodes, stored.top(), stored.records()))
                        .orElse(StateMap.EMPTY),
                nodes);
    }

    private NodeSource nodes() {
        return StoredMap.source(values.version(), StoredMap.Form.PLAIN);
    }

    /**
     * A map that was written down, and the version of the store that has it.
     *
     * @param map reads from {@code nodes} what it needs
     * @param nodes of this map, whatever is written afterwards
     */
    public record WrittenMap(StateMap map, NodeSource nodes) {
        /** {@code other} without holding in memory what it has in common with this one. */
        public StateMap lightened(StateMap other) {
            return other.readFrom(nodes, map, LEVELS_KEPT);
        }
    }

    private Optional<StoreMark.Stored> stored() {
        byte[] value = values.get(Keys.mark());
        try {
            return value == null ? Optional.empty() : Optional.of(StoreMark.Stored.read(value));
        } catch (IllegalArgumentException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    /**
     * Writes down the state after a block, and what was added to the log up to it.
     *
     * @param mark after which block
     * @param before the map that was written down last
     * @param after its state's map
     * @return the same map, to be read from here
     * @throws SubmitFault of kind STORE; nothing was written then
     */
    public WrittenMap write(StoreMark mark, StateMap before, StateMap after, Additions additions) {
        values.change(true, changes -> {
            Writing writing = new Writing(changes);
            after.write(before, StoredMap.sink(changes, StoredMap.Form.PLAIN));
            additions.addTo(writing);
            changes.put(Keys.mark(), mark.encode(after));
        });
        NodeSource nodes = nodes();
        return new WrittenMap(after.readFrom(nodes, after, LEVELS_KEPT), nodes);
    }

    /** Where the block at {@code height} stands; null if it was added after the last write. */
    public @Nullable Place place(long height) {
        byte[] value = values.get(Keys.block(height));
        if (value == null) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        return new Place(height, in.getLong(), in.getLong());
    }

    /** The height of the block that holds the entry at {@code index}, or of the last block if that ends before. */
    public long holding(long index) {
        long[] height = new long[1];
        values.descend(Keys.first(index), (key, value) -> {
            if (Keys.isFirst(key)) {
                height[0] = ByteBuffer.wrap(value).getLong();
            }
            return false;
        });
        if (height[0] == 0) {
            throw new IndexOutOfBoundsException(index);
        }
        return height[0];
    }

    /** The hashes of a level from {@code first} on, as many as were written down, at most {@code count}. */
    public byte[] hashes(int level, long first, int count) {
        ByteBuffer out = ByteBuffer.allocate(count * Hash.SIZE);
        values.ascend(Keys.hash(level, first), (key, value) -> {
            long index = first + out.position() / Hash.SIZE;
            if (!out.hasRemaining() || !Arrays.equals(key, Keys.hash(level, index))) {
                return false;
            }
            out.put(value);
            return true;
        });
        return Arrays.copyOf(out.array(), out.position());
    }

    @Override
    public void close() {
        values.close();
    }

    private record Writing(KeyValues.Changes changes) implements Added {
        @Override
        public void block(Place place) {
            byte[] where = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(place.position())
                    .putLong(place.firstIndex())
                    .array();
            changes.put(Keys.block(place.height()), where);
            byte[] height =
                    ByteBuffer.allocate(Long.BYTES).putLong(place.height()).array();
            changes.put(Keys.first(place.firstIndex()), height);
        }

        @Override
        public void hash(int level, long index, Hash hash) {
            changes.put(Keys.hash(level, index), hash.toArray());
        }
    }
}
