package org.vitaledger.core.statemap;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;

/** Versions of a map, written down in memory. */
final class MemoryNodes implements NodeSource, NodeSink {
    private final Map<NodePath, byte[]> inner = new HashMap<>();
    private final Map<Hash, StoredEntry> entries = new HashMap<>();

    /** This version, which stays as it is. */
    MemoryNodes copy() {
        MemoryNodes copy = new MemoryNodes();
        copy.inner.putAll(inner);
        copy.entries.putAll(entries);
        return copy;
    }

    int innerNodes() {
        return inner.size();
    }

    int entries() {
        return entries.size();
    }

    @Override
    public byte @Nullable [] inner(NodePath path) {
        return inner.get(path);
    }

    @Override
    public @Nullable StoredEntry entry(Hash keyHash) {
        return entries.get(keyHash);
    }

    @Override
    public void putInner(NodePath path, byte[] children) {
        inner.put(path, children);
    }

    @Override
    public void removeInner(NodePath path) {
        if (inner.remove(path) == null) {
            throw new AssertionError("no inner node at " + path);
        }
    }

    @Override
    public void putEntry(Hash keyHash, Bytes key, Bytes value) {
        entries.put(keyHash, new StoredEntry(key, value));
    }

    @Override
    public void removeEntry(Hash keyHash) {
        if (entries.remove(keyHash) == null) {
            throw new AssertionError("no entry " + keyHash);
        }
    }
}
