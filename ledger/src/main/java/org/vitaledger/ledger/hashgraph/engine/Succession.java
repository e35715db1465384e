package org.vitaledger.ledger.hashgraph.engine;

import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.node.state.roster.RosterEntry;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import com.swirlds.state.State;
import com.swirlds.state.merkle.VirtualMapState;
import com.swirlds.state.spi.CommittableWritableStates;
import com.swirlds.state.spi.WritableStates;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.hiero.consensus.model.hashgraph.Round;
import org.hiero.consensus.platformstate.PlatformStateUtils;
import org.hiero.consensus.roster.RosterHistory;
import org.hiero.consensus.roster.RosterStateId;
import org.hiero.consensus.roster.WritableRosterStore;

/**
 * One roster after the other, and the log's position, both in the engine's state. The engine orders with the roster that its
 * state has. For another to take over it freezes, at the same round on every node, and starts again.
 */
final class Succession {
    private static final int POSITION = 60_001;

    /** So long that no node has rounds in work that are later: all must see the freeze before they order past it. */
    private static final Duration NOTICE = Duration.ofSeconds(3);

    private final Roster roster;
    private final long number;

    /**
     * @param roster that orders from now on, as far as our log tells
     * @param number its number
     */
    Succession(Roster roster, long number) {
        this.roster = roster;
        this.number = number;
    }

    /** The rosters to begin with, from a state that is still to be handed to the engine. */
    RosterHistory begin(VirtualMapState state, boolean genesis) {
        if (genesis) {
            return RosterHistory.fromGenesis(roster);
        }
        Position position = position(state);
        long round = PlatformStateUtils.roundOf(state);
        if (position.roster() < number && PlatformStateUtils.latestFreezeRoundOf(state) == round) {
            put(state, position.withRoster(number), round + 1);
        }
        RosterHistory history =
                new WritableRosterStore(state.getWritableStates(RosterStateId.SERVICE_NAME)).getRosterHistory();
        // A state may come from another member, which must not choose who orders. What a former roster orders is
        // ignored.
        if (position.roster() >= number && !names(history.getCurrentRoster()).equals(names(roster))) {
            throw new IllegalStateException("the engine's state has another roster than the ledger");
        }
        return history;
    }

    private static Map<Long, Bytes> names(Roster of) {
        return of.rosterEntries().stream()
                .collect(Collectors.toMap(RosterEntry::nodeId, RosterEntry::gossipCaCertificate));
    }

    /** Writes what a new network begins with. */
    void found(State state) {
        put(state, Position.start(number), 0);
    }

    private void put(State state, Position position, long round) {
        WritableStates rosters = state.getWritableStates(RosterStateId.SERVICE_NAME);
        new WritableRosterStore(rosters).putActiveRoster(roster, round);
        ((CommittableWritableStates) rosters).commit();
        store(state, position);
    }

    static Position position(State state) {
        Bytes bytes = ((VirtualMapState) state).getSingleton(POSITION);
        if (bytes == null) {
            throw new IllegalStateException("the engine's state lacks the log's position");
        }
        return Position.parse(bytes.toByteArray());
    }

    private static void store(State state, Position position) {
        ((VirtualMapState) state).updateSingleton(POSITION, Bytes.wrap(position.encode()));
    }

    /** Keeps how far the log is after a round, and lets the engine freeze soon if another roster orders what follows. */
    static void moved(State state, Position before, Position after, Instant time) {
        store(state, after.withRoster(before.roster()));
        if (after.roster() != before.roster() && !isFreezeDue(state)) {
            PlatformStateUtils.getWritablePlatformStateOf(state).setFreezeTime(time.plus(NOTICE));
        }
    }

    private static boolean isFreezeDue(State state) {
        Instant due = PlatformStateUtils.freezeTimeOf(state);
        return due != null && !due.equals(PlatformStateUtils.lastFrozenTimeOf(state));
    }

    /** Has to be told of each round, for the engine takes a frozen state for one of a catastrophe otherwise. */
    static void handled(Round round, State state) {
        if (PlatformStateUtils.isFreezeRound(state, round)) {
            PlatformStateUtils.getWritablePlatformStateOf(state).setLatestFreezeRound(round.getRoundNum());
        }
    }
}
