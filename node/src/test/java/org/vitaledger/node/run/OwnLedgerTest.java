package org.vitaledger.node.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Roster;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.hashgraph.engine.EngineKeys;
import org.vitaledger.ledger.solo.SoloLedger;
import org.vitaledger.ledger.solo.SoloLedgers;
import org.vitaledger.ledger.solo.SoloOptions;
import org.vitaledger.node.keys.StorePassword;

/** A founder goes on only if the consortium is that of its configuration. */
class OwnLedgerTest {
    private static final Member OWN = SoloLedgers.KEYS.member();
    private static final Member OTHER = World.member(World.memberId(2));

    @TempDir
    private Path directory = Path.of("");

    @Test
    void goesOnWithTheFoundersThatItKnows() throws IOException {
        try (Ledger opened = OwnLedger.founded(solo("ledger"), roster(OWN, OTHER), home())) {
            assertThat(opened.snapshot().state().governance().active()).containsExactly(OWN, OTHER);
            assertThat(home().policy()).exists();
        }
        try (Ledger again = OwnLedger.founded(solo("ledger"), roster(OWN), home())) {
            assertThat(again.snapshot().state().governance().active()).containsExactly(OWN, OTHER);
        }
    }

    @Test
    void doesNotGoOnWhereAnotherFounderWasFirstWithOtherCardsOrAnotherOrder() {
        for (List<Member> founders : List.of(List.of(OWN, OTHER.withCard(Hash.sha256())), List.of(OTHER, OWN))) {
            Ledger opened = new Overtaken(solo("ledger-" + founders.hashCode()), new Command.FoundConsortium(founders));
            assertThatThrownBy(() -> OwnLedger.founded(opened, roster(OWN, OTHER), home()))
                    .isInstanceOfSatisfying(
                            NodeFault.class,
                            fault -> assertThat(fault.code()).isEqualTo(NodeFault.NodeCode.FOUNDING_REFUSED));
            assertThat(home().policy()).doesNotExist();
        }
    }

    /** The making of new keys may be cut short before their stores are there. */
    @Test
    void usesTheKeysThatAreThere() throws Exception {
        char[] password = StorePassword.find(Files.createDirectories(home().keys()));
        for (String folder : List.of("", "3")) {
            Path keys = Files.createDirectories(home().keys().resolve(folder));
            EngineKeys.generate().store(keys.resolve(OwnLedger.GOSSIP_KEY), password);
        }
        Files.createDirectories(home().keys().resolve("2"));
        assertThat(OwnLedger.load(home(), OwnLedger.GOSSIP_KEY)).hasSize(2);
    }

    private NodeHome home() {
        return NodeHome.at(directory);
    }

    private SoloLedger solo(String name) {
        Path folder = directory.resolve(name);
        return SoloLedger.open(folder, SoloLedgers.KEYS, SoloOptions.defaults(InstantSource.system()));
    }

    private static Roster roster(Member... members) {
        return new Roster(SoloLedgers.KEYS.log().verifierKey(), List.of(members));
    }

    /** A ledger to which another member submits first. */
    private record Overtaken(Ledger ledger, Command by) implements Ledger {
        @Override
        public MemberId member() {
            return ledger.member();
        }

        @Override
        public CompletableFuture<Receipt> submit(Command command) {
            ledger.submit(by).join();
            return ledger.submit(command);
        }

        @Override
        public Snapshot snapshot() {
            return ledger.snapshot();
        }

        @Override
        public Following follow(long height, Consumer<Block> follower) {
            return ledger.follow(height, follower);
        }

        @Override
        public LogReader log() {
            return ledger.log();
        }

        @Override
        public void close() {
            ledger.close();
        }
    }
}
