package org.vitaledger.edge.drain;

import java.util.List;
import org.vitaledger.vault.Batch;

/** The durable spool as the drain sees it. Called by the drain's thread only. */
public interface PackSource {
    /**
     * The accepted packs behind {@code after}, in the order of their acceptance; only what is durable. A first one waits
     * until a batch is full or it waited for as long as it may; what waits for longer already comes at once.
     *
     * @param after a position that this source gave as {@link SpooledPack#end()}, or 0 for the first pack
     * @param options when a batch is full, and how long a pack may wait for company
     * @return at most a full batch; empty if none came for a while
     */
    List<SpooledPack> next(long after, DrainOptions options) throws InterruptedException;

    /** Everything up to {@code position} is sealed and committed and need not be kept for the drain. */
    void release(long position);

    /**
     * A pack as it was accepted.
     *
     * @param pack with the patient that the device was bound to at that time
     * @param end the position behind it, ascending from pack to pack
     */
    record SpooledPack(Batch.Pack pack, long end) {}
}
