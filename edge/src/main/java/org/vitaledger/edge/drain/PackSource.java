package org.vitaledger.edge.drain;

import java.time.Duration;
import java.util.List;
import org.vitaledger.vault.Batch;

/** The durable spool as the drain sees it. Called by the drain's thread only. */
public interface PackSource {
    /**
     * The accepted packs behind {@code after}, in the order of their acceptance; only what is durable.
     *
     * @param after a position that this source gave as {@link SpooledPack#end()}, or 0 for the first pack
     * @param limit at most so many, at least 1
     * @param wait how long to wait for a first one
     * @return empty if none came in time
     */
    List<SpooledPack> next(long after, int limit, Duration wait) throws InterruptedException;

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
