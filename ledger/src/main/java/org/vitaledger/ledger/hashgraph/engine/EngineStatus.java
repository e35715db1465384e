package org.vitaledger.ledger.hashgraph.engine;

import org.hiero.consensus.model.status.PlatformStatus;

/** What the engine is doing. */
public enum EngineStatus {
    /** It replays its own events or listens to what the others say. */
    STARTING,
    /** It takes part, and waits for an event of its own to be ordered. */
    CHECKING,
    /** It orders. */
    ACTIVE,
    /** The others are too far ahead; it fetches their state. */
    BEHIND,
    /** Another roster goes on from here, with an engine that starts anew. */
    FROZEN,
    /** It differs from the others, or can't go on. */
    FAILED;

    static EngineStatus of(PlatformStatus status) {
        return switch (status) {
            case STARTING_UP, REPLAYING_EVENTS, OBSERVING -> STARTING;
            case CHECKING, RECONNECT_COMPLETE, FREEZING -> CHECKING;
            case ACTIVE -> ACTIVE;
            case BEHIND -> BEHIND;
            case FREEZE_COMPLETE -> FROZEN;
            case CATASTROPHIC_FAILURE -> FAILED;
        };
    }
}
