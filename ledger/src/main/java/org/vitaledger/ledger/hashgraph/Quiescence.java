package org.vitaledger.ledger.hashgraph;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.ledger.hashgraph.engine.Engine;
import org.vitaledger.ledger.hashgraph.engine.EngineStatus;
import org.vitaledger.ledger.hashgraph.engine.Payload;

/**
 * Lets the engine rest while nobody has anything to order, and moves it again. A node can't make events on its own for ever, so
 * one that waits while all others rest has to start them, also if it had not come to rest itself. A node that comes back needs
 * the others' events, so while it is checking it nudges them. One thread calls {@link #step}; the rest is safe for any.
 */
final class Quiescence {
    private static final long FORGET_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long NUDGE_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long STALLED_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int REMEMBERED = 100_000;

    private final IntSupplier own;
    private final long quietNanos;
    private final Map<Bytes, Long> seen = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private volatile long moved;
    private volatile boolean awake;
    private Engine.Motion motion = Engine.Motion.GO_ON;
    private long nudged;

    /**
     * @param own how many commands of ours are not ordered yet
     * @param nanos as {@link System#nanoTime}
     */
    Quiescence(IntSupplier own, Duration quietAfter, LongSupplier nanos) {
        this.own = own;
        this.quietNanos = quietAfter.toNanos();
        this.nanos = nanos;
        this.moved = nanos.getAsLong();
        this.nudged = moved;
    }

    /** Something arrived that is to be ordered. */
    void seen(Payload payload) {
        moved = nanos.getAsLong();
        if (payload.content().size() >= Ticket.ID && seen.size() < REMEMBERED) {
            seen.put(key(payload), moved);
        }
    }

    /** It was ordered. */
    void ordered(Payload payload) {
        moved = nanos.getAsLong();
        seen.remove(key(payload));
    }

    /** From now on the engine does not rest: it has a point in time to reach, and time passes with events only. */
    void stayAwake() {
        awake = true;
    }

    private static Bytes key(Payload payload) {
        Bytes content = payload.content();
        return content.slice(0, Math.min(Ticket.ID, content.size()));
    }

    /** Tells the engine what follows from all that. */
    void step(Engine engine) {
        EngineStatus status = engine.status();
        Engine.Motion before = motion;
        Engine.Motion next = next(status);
        if (next != before) {
            engine.moving(next);
        }
        long now = nanos.getAsLong();
        if (status == EngineStatus.CHECKING && now - nudged > NUDGE_NANOS) {
            nudged = now;
            engine.nudge();
        }
    }

    /** How the engine is to move from now on. */
    Engine.Motion next(EngineStatus status) {
        long now = nanos.getAsLong();
        seen.values().removeIf(since -> now - since > FORGET_NANOS);
        boolean wanting = awake || own.getAsInt() > 0 || !seen.isEmpty();
        boolean stalled = now - moved > STALLED_NANOS
                && (status == EngineStatus.CHECKING || (status == EngineStatus.ACTIVE && wanting));
        if (status == EngineStatus.ACTIVE && !wanting && now - moved >= quietNanos) {
            motion = Engine.Motion.REST;
        } else if (stalled || motion == Engine.Motion.REST) {
            motion = Engine.Motion.START;
        } else {
            motion = Engine.Motion.GO_ON;
        }
        return motion;
    }
}
