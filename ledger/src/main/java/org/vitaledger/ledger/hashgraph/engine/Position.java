package org.vitaledger.ledger.hashgraph.engine;

import java.nio.ByteBuffer;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.TreeHash;

/**
 * How far the log is, as the nodes agree on it.
 *
 * @param size the entries in the log
 * @param root the RFC 9162 root over them
 * @param roster the number of the roster that orders what follows
 */
public record Position(long size, Hash root, long roster) {
    private static final int LENGTH = Long.BYTES + Hash.SIZE + Long.BYTES;

    /** Before the first block of an engine that begins with a roster. */
    public static Position start(long roster) {
        return new Position(0, TreeHash.EMPTY, roster);
    }

    Position withRoster(long number) {
        return new Position(size, root, number);
    }

    byte[] encode() {
        return ByteBuffer.allocate(LENGTH)
                .putLong(size)
                .put(root.toArray())
                .putLong(roster)
                .array();
    }

    static Position parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Position(in.getLong(0), Hash.of(bytes, Long.BYTES), in.getLong(Long.BYTES + Hash.SIZE));
    }
}
