package org.vitaledger.ledger;

import java.util.List;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.TileAddress;

/**
 * Reads the log. Every method may be called by any thread; indexes and sizes beyond the last block are an
 * {@link IndexOutOfBoundsException}.
 */
public interface LogReader {
    /** The bytes of the entry at {@code index}. */
    Bytes entry(long index);

    /** The RFC 9162 inclusion path of the entry at {@code index} in the tree of the first {@code size} entries. */
    List<Hash> inclusion(long index, long size);

    /** The RFC 9162 consistency proof between the trees of {@code from} and {@code to} entries. */
    List<Hash> consistency(long from, long to);

    /** A tile or an entry bundle in the bytes of C2SP tlog-tiles. */
    Bytes tile(TileAddress address);
}
