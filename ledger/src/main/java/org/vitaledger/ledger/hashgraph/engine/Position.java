package org.vitaledger.ledger.hashgraph.engine;

import java.nio.ByteBuffer;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.TreeHash;

/**
 * How far the log is, as the nodes agree on it.
 *
 * @param size the entries in the log
 * @param root the RFC 9162 root over them
 */
public record Position(long size, Hash root) {
    /** Before the first block. */
    public static final Position START = new Position(0, TreeHash.EMPTY);

    byte[] encode() {
        return ByteBuffer.allocate(Long.BYTES + Hash.SIZE)
                .putLong(size)
                .put(root.toArray())
                .array();
    }

    static Position parse(byte[] bytes) {
        return new Position(ByteBuffer.wrap(bytes).getLong(), Hash.of(bytes, Long.BYTES));
    }
}
