package org.vitaledger.ledger.hashgraph;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.ledger.hashgraph.engine.Engine;
import org.vitaledger.ledger.hashgraph.engine.EngineStatus;
import org.vitaledger.ledger.hashgraph.engine.Payload;

/**
 * Lets the engine rest while nobody has anything to order, and moves it again. A node that comes back needs the others'
 * events, so while it is checking it nudges them. One thread calls {@link #step}; the rest is safe for any.
 */
final class Quiescence {
    private static final long FORGET_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long NUDGE_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int REMEMBERED = 100_000;

    private final IntSupplier own;
    private final long quietNanos;
    private final Map<Bytes, Long> seen = new ConcurrentHashMap<>();
    private volatile long moved = System.nanoTime();
    private Engine.Motion motion = Engine.Motion.GO_ON;
    private long nudged = System.nanoTime();

    /** @param own how many commands of ours are not ordered yet */
    Quiescence(IntSupplier own, Duration quietAfter) {
        this.own = own;
        this.quietNanos = quietAfter.toNanos();
    }

    /** Something arrived that is to be ordered. */
    void seen(Payload payload) {
        moved = System.nanoTime();
        if (payload.content().size() >= Ticket.ID && seen.size() < REMEMBERED) {
            seen.put(key(payload), moved);
        }
    }

    /** It was ordered. */
    void ordered(Payload payload) {
        moved = System.nanoTime();
        seen.remove(key(payload));
    }

    private static Bytes key(Payload payload) {
        Bytes content = payload.content();
        return content.slice(0, Math.min(Ticket.ID, content.size()));
    }

    /** Tells the engine what follows from all that. */
    void step(Engine engine) {
        long now = System.nanoTime();
        seen.values().removeIf(since -> now - since > FORGET_NANOS);
        boolean active = engine.status() == EngineStatus.ACTIVE;
        boolean busy = own.getAsInt() > 0 || !seen.isEmpty() || now - moved < quietNanos;
        Engine.Motion next = Engine.Motion.GO_ON;
        if (active && !busy) {
            next = Engine.Motion.REST;
        } else if (motion == Engine.Motion.REST) {
            next = Engine.Motion.START;
        }
        if (next != motion) {
            engine.moving(next);
            motion = next;
        }
        if (engine.status() == EngineStatus.CHECKING && now - nudged > NUDGE_NANOS) {
            nudged = now;
            engine.nudge();
        }
    }
}
