package org.vitaledger.core.statemap;

import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;

/**
 * One unchanging version of a map that was written down, from which maps read what is not in memory. Safe for any thread.
 * Failures of the environment are thrown as its faults.
 */
public interface NodeSource {
    /** What {@link NodeSink#putInner} got for {@code path}; null if this version has no inner node there. */
    byte @Nullable [] inner(NodePath path);

    /** The entry whose key has that hash; null if this version has none. */
    @Nullable StoredEntry entry(Hash keyHash);

    /** A key and its value. */
    record StoredEntry(Bytes key, Bytes value) {}
}
