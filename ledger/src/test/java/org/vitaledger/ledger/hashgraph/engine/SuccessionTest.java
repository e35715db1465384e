package org.vitaledger.ledger.hashgraph.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hedera.hapi.node.state.roster.Roster;
import com.swirlds.base.time.Time;
import com.swirlds.config.api.Configuration;
import com.swirlds.platform.state.snapshot.SignedStateFileReader;
import com.swirlds.state.merkle.VirtualMapState;
import com.swirlds.state.merkle.VirtualMapStateLifecycleManager;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.hiero.base.file.FileSystemManager;
import org.hiero.consensus.metrics.platform.DefaultMetricsProvider;
import org.hiero.consensus.platformstate.PlatformStateUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.ledger.hashgraph.CertifiedKey;

/** On states of the engine itself, such as another member may hand over. */
class SuccessionTest {
    private static final long FROZEN = 7;

    @TempDir
    Path directory;

    private final CertifiedKey key = EngineKeys.generate();
    private final Roster first = roster(LongStream.range(0, 4));
    private final Roster second = roster(LongStream.range(0, 5));
    private VirtualMapState state;

    @BeforeEach
    void begin() {
        EngineNode self = new EngineNode(0, "127.0.0.1", 1, key.der());
        Configuration configuration =
                Settings.of(new EngineOptions(directory, 0, List.of(self), 1, key, "127.0.0.1", 1, 1));
        FileSystemManager files = new FileSystemManager(directory, Path.of("tmp"));
        state = new VirtualMapStateLifecycleManager(
                        new DefaultMetricsProvider(configuration).createGlobalMetrics(),
                        Time.getCurrent(),
                        configuration,
                        files)
                .getMutableState();
        SignedStateFileReader.registerServiceStates(state);
    }

    /** Of so many new nodes: each call makes other keys. */
    private static Roster roster(LongStream ids) {
        return EngineNode.roster(ids.mapToObj(id -> new EngineNode(
                        id, "127.0.0.1", 1000 + (int) id, EngineKeys.generate().der()))
                .toList());
    }

    private void frozenAt(long round, Roster roster, long number) {
        new Succession(roster, number).found(state);
        PlatformStateUtils.bulkUpdateOf(state, platform -> {
            platform.setRound(FROZEN);
            platform.setLatestFreezeRound(round);
        });
    }

    private Roster begun(Roster roster, long number) {
        return new Succession(roster, number).begin(state, false).getCurrentRoster();
    }

    @Test
    void goesOnWithItsRoster() {
        frozenAt(0, first, 1);
        assertThat(begun(first, 1)).isEqualTo(first);
    }

    @Test
    void putsTheNextRosterWhereTheFormerFroze() {
        frozenAt(FROZEN, first, 1);
        assertThat(begun(second, 2)).isEqualTo(second);
        assertThat(Succession.position(state).roster()).isEqualTo(2);
    }

    @Test
    void staysWithTheFormerRosterUntilThatFroze() {
        frozenAt(FROZEN - 1, first, 1);
        assertThat(begun(second, 2)).isEqualTo(first);
        assertThat(Succession.position(state).roster()).isEqualTo(1);
    }

    @Test
    void refusesAStateThatOtherNodesOrder() {
        Roster madeUp = roster(LongStream.range(0, 4));
        frozenAt(0, madeUp, 1);
        assertThatThrownBy(() -> begun(first, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAStateWithOneNodeMore() {
        frozenAt(0, second, 1);
        assertThatThrownBy(() -> begun(first, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAStateOfARosterThatTheLedgerDoesNotHave() {
        frozenAt(0, second, 9);
        assertThatThrownBy(() -> begun(first, 1)).isInstanceOf(IllegalStateException.class);
    }

    /** The former roster's nodes don't matter once the ledger's are put: a state that froze is left behind. */
    @Test
    void takesNothingFromTheRosterBefore() {
        frozenAt(FROZEN, roster(LongStream.range(0, 4)), 1);
        assertThat(begun(second, 2)).isEqualTo(second);
    }
}
