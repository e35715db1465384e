package org.vitaledger.ledger;

import java.time.Instant;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.State;

/**
 * The ledger after one block; immutable.
 *
 * @param height the number of the block, 0 before the first
 * @param time its consensus time
 * @param size the entries in the log
 * @param root the RFC 9162 root over them
 * @param state the state of the contracts; its root stands in the block's closing entry, the last of the log
 * @param checkpoint the signed and cosigned checkpoint (C2SP tlog-checkpoint) of that size and root; empty before the
 *     first block
 */
public record Snapshot(long height, Instant time, long size, Hash root, State state, String checkpoint) {
    /** This with another note of the same checkpoint, which more have cosigned. */
    public Snapshot with(String cosigned) {
        return new Snapshot(height, time, size, root, state, cosigned);
    }
}
