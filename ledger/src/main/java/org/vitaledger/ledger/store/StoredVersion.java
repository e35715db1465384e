package org.vitaledger.ledger.store;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.Snapshot;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.statemap.NodePath;
import org.vitaledger.core.statemap.NodeSource;

/** The map of one state as it was written down, whatever was written since. Safe for any thread. */
final class StoredVersion implements NodeSource {
    /** States are passed on to whoever reads them: only the collector knows when nobody holds one any more. */
    private static final Cleaner CLEANER = Cleaner.create();

    private final LogStore store;
    private final Held held;

    /** What the database keeps for it. */
    record Held(Snapshot snapshot, ReadOptions options) {
        Held {
            options.setSnapshot(snapshot);
        }

        void release(RocksDB db) {
            options.close();
            db.releaseSnapshot(snapshot);
            snapshot.close();
        }
    }

    private StoredVersion(LogStore store, Held held) {
        this.store = store;
        this.held = held;
    }

    static StoredVersion of(LogStore store, Held held) {
        StoredVersion version = new StoredVersion(store, held);
        CLEANER.register(version, () -> store.release(held));
        return version;
    }

    @Override
    public byte @Nullable [] inner(NodePath path) {
        return get(Keys.inner(path));
    }

    @Override
    public @Nullable StoredEntry entry(Hash keyHash) {
        byte[] value = get(Keys.entry(keyHash));
        if (value == null) {
            return null;
        }
        int length = ByteBuffer.wrap(value).getInt();
        int at = Integer.BYTES + length;
        return new StoredEntry(Bytes.of(value, Integer.BYTES, length), Bytes.of(value, at, value.length - at));
    }

    /** A key and its value as {@link #entry} reads them. */
    static byte[] encode(Bytes key, Bytes value) {
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + key.size() + value.size());
        out.putInt(key.size());
        key.put(out);
        value.put(out);
        return out.array();
    }

    private byte @Nullable [] get(byte[] key) {
        return store.read(db -> db.get(held.options(), key));
    }
}
