package org.vitaledger.ledger.store;

import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.statemap.NodePath;
import org.vitaledger.core.statemap.NodeSink;
import org.vitaledger.core.statemap.NodeSource;

/**
 * How a {@link org.vitaledger.core.statemap.StateMap} stands in {@link KeyValues}: an inner node under {@code 'n'} and its
 * path, an entry under {@code 'e'} and the hash of its key, as the key behind its length, then the value.
 */
public final class StoredMap {
    private static final byte INNER = 'n';
    private static final byte ENTRY = 'e';

    private StoredMap() {}

    /**
     * How entries are kept.
     *
     * @param seal makes of an entry what stands on the disk
     * @param open its inverse
     */
    public record Form(UnaryOperator<byte[]> seal, UnaryOperator<byte[]> open) {
        /** As they are. */
        public static final Form PLAIN = new Form(UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** The map of one version, whatever is written afterwards. */
    public static NodeSource source(KeyValues.Version version, Form form) {
        return new Source(version, form);
    }

    /** Writes a map down with other changes. */
    public static NodeSink sink(KeyValues.Changes changes, Form form) {
        return new Sink(changes, form);
    }

    private static byte[] inner(NodePath path) {
        byte[] encoded = path.toArray();
        return ByteBuffer.allocate(1 + encoded.length).put(INNER).put(encoded).array();
    }

    private static byte[] entry(Hash keyHash) {
        return ByteBuffer.allocate(1 + Hash.SIZE)
                .put(ENTRY)
                .put(keyHash.toArray())
                .array();
    }

    private record Source(KeyValues.Version version, Form form) implements NodeSource {
        @Override
        public byte @Nullable [] inner(NodePath path) {
            return version.get(StoredMap.inner(path));
        }

        @Override
        public @Nullable StoredEntry entry(Hash keyHash) {
            byte[] stored = version.get(StoredMap.entry(keyHash));
            if (stored == null) {
                return null;
            }
            byte[] value = form.open().apply(stored);
            int length = ByteBuffer.wrap(value).getInt();
            int at = Integer.BYTES + length;
            return new StoredEntry(Bytes.of(value, Integer.BYTES, length), Bytes.of(value, at, value.length - at));
        }
    }

    private record Sink(KeyValues.Changes changes, Form form) implements NodeSink {
        @Override
        public void putInner(NodePath path, byte[] children) {
            changes.put(StoredMap.inner(path), children);
        }

        @Override
        public void removeInner(NodePath path) {
            changes.delete(StoredMap.inner(path));
        }

        @Override
        public void putEntry(Hash keyHash, Bytes key, Bytes value) {
            ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + key.size() + value.size());
            out.putInt(key.size());
            key.put(out);
            value.put(out);
            changes.put(StoredMap.entry(keyHash), form.seal().apply(out.array()));
        }

        @Override
        public void removeEntry(Hash keyHash) {
            changes.delete(StoredMap.entry(keyHash));
        }
    }
}
