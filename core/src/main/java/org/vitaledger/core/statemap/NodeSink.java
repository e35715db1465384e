package org.vitaledger.core.statemap;

import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;

/** Writes down how one version of a map differs from the one before. */
public interface NodeSink {
    /** There is an inner node at {@code path} now; {@code children} are to be kept as they are. */
    void putInner(NodePath path, byte[] children);

    /** There is no inner node at {@code path} any more. */
    void removeInner(NodePath path);

    /** There is an entry now, or it has another value. */
    void putEntry(Hash keyHash, Bytes key, Bytes value);

    /** The entry is no more. */
    void removeEntry(Hash keyHash);
}
