package org.vitaledger.ledger.hashgraph.engine;

import java.time.Instant;
import java.util.List;
import org.vitaledger.core.bytes.Bytes;

/** What the engine drives. */
public interface Application {
    /**
     * The engine starts, or goes on, at {@code position}, which a majority of the nodes signed. On return the log is there
     * or further.
     */
    void adopt(Position position);

    /**
     * Applies one round; on return that is durable. Rounds come in order on one thread, and again after a restart.
     *
     * @param before where the log was before the round
     * @param payloads at least one, in the order of consensus
     * @param time the round's consensus time
     * @return where the log is after it, the same on every node. If another roster than before orders what follows, the
     *     engine freezes a moment later; until then nothing that it hands over may be ordered
     */
    Position order(Position before, List<Payload> payloads, Instant time);

    /** A payload arrived and is not ordered yet, and may never be. Any thread. */
    void seen(Payload payload);

    /** A payload of our own will never be ordered. Any thread. */
    void dropped(Bytes content);

    /** The engine's status changed. Any thread; must not block. */
    void status(EngineStatus status);
}
