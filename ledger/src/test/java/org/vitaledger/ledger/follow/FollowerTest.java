package org.vitaledger.ledger.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitaledger.ledger.remote.FourMembers.A;
import static org.vitaledger.ledger.remote.FourMembers.B;
import static org.vitaledger.ledger.remote.FourMembers.C;
import static org.vitaledger.ledger.remote.FourMembers.D;
import static org.vitaledger.ledger.remote.FourMembers.SIGNATURES;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.remote.BoundedHttp;
import org.vitaledger.ledger.remote.FourMembers;
import org.vitaledger.ledger.remote.GrowingLog;
import org.vitaledger.ledger.remote.LogServer;
import org.vitaledger.ledger.remote.RemoteLog;

class FollowerTest {
    private static final FourMembers MEMBERS = new FourMembers();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration NO_PATIENCE = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private final LogServer server = new LogServer();
    private final List<LogServer> peers = new ArrayList<>();
    private BoundedHttp http = new BoundedHttp(PATIENCE, Optional.empty());

    @AfterEach
    void stop() {
        server.close();
        peers.forEach(LogServer::close);
        http.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = LogServer.Mode.class,
            names = {"ORDINARY", "GZIP", "FULL_TILES_ONLY"})
    void verifiesALogThatGrows(LogServer.Mode mode) {
        GrowingLog log = new GrowingLog();
        server.mode(mode);
        int before = 0;
        for (int size : new int[] {1, 2, 255, 256, 257, 700, 1024, 1500}) {
            log.grow("entry ", size);
            server.show(log, quorum(log, size));

            Round round = follow();

            assertThat(round.findings()).isEmpty();
            assertThat(round.verified()).map(Checkpoint::size).contains((long) size);
            assertThat(round.newEntries()).isEqualTo(size - before);
            before = size;
        }
        assertThat(follow().newEntries()).isZero();
    }

    @Test
    void verifiesThatPeersAgreeThoughSomeAreBehindOrAhead() {
        GrowingLog log = GrowingLog.of("entry ", 700);
        server.show(log, quorum(log, 600));
        peer().show(log, quorum(log, 300));
        peer().show(log, quorum(log, 700));
        peer().show(log, quorum(log, 600));

        Round round = follow();

        assertThat(round.findings()).isEmpty();
        assertThat(round.peers()).isEqualTo(3);
        assertThat(round.verified()).map(Checkpoint::size).contains(600L);
    }

    @Test
    void refusesCheckpointsThatThePolicyRefuses() {
        GrowingLog log = GrowingLog.of("entry ", 10);
        server.show(log, MEMBERS.sign(10, log.root(10), 1000, A, B));
        assertThat(kinds(follow())).containsExactly(Finding.Kind.REFUSED);

        String forged = new String(quorum(log, 10).encode(), UTF_8).replaceFirst("\n10\n", "\n11\n");
        server.show(forged.getBytes(UTF_8));
        assertThat(kinds(follow())).containsExactly(Finding.Kind.REFUSED);

        server.show(log, new FourMembers().sign(10, log.root(10), 1000, A, B, C));
        assertThat(kinds(follow())).containsExactly(Finding.Kind.REFUSED);
        assertThat(follow().verified()).isEmpty();
    }

    @Test
    void provesThatALogWasRewrittenAtTheSameSize() throws Exception {
        GrowingLog log = verified(300);
        GrowingLog other = GrowingLog.of("entry ", 299).grow("another ", 300);
        server.show(other, MEMBERS.sign(300, other.root(300), 2000, B, C, D));

        Round round = follow();

        assertThat(kinds(round)).containsExactly(Finding.Kind.BREACH);
        assertThat(round.verified()).map(Checkpoint::root).contains(log.root(300));
        assertProved(round, Breach.Kind.TWO_ROOTS, FourMembers.name(B), FourMembers.name(C));
        assertThat(kinds(follow())).as("it stays so").containsExactly(Finding.Kind.BREACH);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 255, 256, 257, 300, 512})
    void provesThatALogWasRewrittenAndGrew(int size) throws Exception {
        verified(size);
        GrowingLog other = GrowingLog.of("another ", 1).grow("entry ", 600);
        server.show(other, quorum(other, 600));

        Round round = follow();

        assertThat(kinds(round)).containsExactly(Finding.Kind.BREACH);
        assertProved(round, Breach.Kind.INCONSISTENT, FourMembers.name(A), FourMembers.name(B), FourMembers.name(C));
    }

    @Test
    void tellsALogThatShrankAndProvesItIfItWasSignedLater() throws Exception {
        GrowingLog log = verified(300);
        server.show(log, MEMBERS.sign(200, log.root(200), 500, A, B, C));
        assertThat(kinds(follow())).containsExactly(Finding.Kind.BEHIND);
        assertThat(follow().verified()).map(Checkpoint::size).contains(300L);

        server.show(log, MEMBERS.sign(200, log.root(200), 2000, A, B, D));
        Round round = follow();
        assertThat(kinds(round)).containsExactly(Finding.Kind.BEHIND, Finding.Kind.BREACH);
        assertProved(round, Breach.Kind.WENT_BACK, FourMembers.name(A), FourMembers.name(B));
    }

    @Test
    void provesThatAShrunkenLogWasRewrittenWithThePeersTiles() throws Exception {
        GrowingLog log = verified(300);
        GrowingLog other = GrowingLog.of("another ", 200);
        server.show(other, MEMBERS.sign(200, other.root(200), 500, A, B, C));
        assertThat(kinds(follow())).containsExactly(Finding.Kind.BEHIND);

        peer().show(log, quorum(log, 300));
        Round round = follow();

        assertThat(kinds(round)).contains(Finding.Kind.BREACH);
        assertProved(round, Breach.Kind.INCONSISTENT, FourMembers.name(A), FourMembers.name(B), FourMembers.name(C));
    }

    /** B and C collude: with each of two honest members they make a quorum for another history. */
    @ParameterizedTest
    @ValueSource(ints = {250, 300, 350})
    void findsASplitViewThatTwoOfFourMembersMade(int sizeOfTheOther) throws Exception {
        GrowingLog log = GrowingLog.of("entry ", 300);
        GrowingLog other = GrowingLog.of("entry ", 100).grow("secretly ", sizeOfTheOther);
        server.show(other, MEMBERS.sign(sizeOfTheOther, other.root(sizeOfTheOther), 1000, B, C, D));
        assertThat(follow().findings()).as("alone, it can't be seen").isEmpty();
        peer().show(log, MEMBERS.sign(300, log.root(300), 1000, A, B, C));

        Round round = follow();

        assertThat(kinds(round)).containsExactly(Finding.Kind.BREACH);
        Breach.Kind kind = sizeOfTheOther == 300 ? Breach.Kind.TWO_ROOTS : Breach.Kind.INCONSISTENT;
        assertProved(round, kind, FourMembers.name(B), FourMembers.name(C));
    }

    @Test
    void findsASplitViewBetweenPeersThatAreAhead() {
        GrowingLog log = GrowingLog.of("entry ", 400);
        GrowingLog other = GrowingLog.of("entry ", 300).grow("secretly ", 400);
        server.show(log, quorum(log, 200));
        peer().show(log, quorum(log, 400));
        peer().show(other, quorum(other, 400));

        assertThat(kinds(follow())).containsExactly(Finding.Kind.BREACH);
    }

    /** Whoever holds a key of the log can show any size, which must not stand before what a quorum signed. */
    @Test
    void findsASplitViewBesideACheckpointThatOneMemberMadeUp() throws Exception {
        GrowingLog log = GrowingLog.of("entry ", 300);
        GrowingLog other = GrowingLog.of("entry ", 100).grow("secretly ", 300);
        GrowingLog huge = GrowingLog.of("huge ", 900);
        server.show(log, quorum(log, 300));
        peer().show(other, MEMBERS.sign(300, other.root(300), 1000, B, C, D));
        peer().show(huge, MEMBERS.sign(900, huge.root(900), 1000, D));

        Round round = follow();

        assertThat(kinds(round)).contains(Finding.Kind.BREACH, Finding.Kind.REFUSED);
        assertProved(round, Breach.Kind.TWO_ROOTS, FourMembers.name(B), FourMembers.name(C));
    }

    @Test
    void accusesNobodyIfNobodySignedBoth() {
        GrowingLog log = GrowingLog.of("entry ", 10);
        GrowingLog other = GrowingLog.of("another ", 10);
        server.show(log, quorum(log, 10));
        peer().show(other, MEMBERS.sign(10, other.root(10), 1000, D));

        Round round = follow();

        assertThat(kinds(round)).containsExactlyInAnyOrder(Finding.Kind.REFUSED, Finding.Kind.CONTRADICTION);
        assertThat(round.breach()).isEmpty();
        assertThat(round.verified()).map(Checkpoint::size).contains(10L);
    }

    @Test
    void findsTilesThatDoNotMatchTheCheckpoint() {
        GrowingLog log = verified(300);
        server.show(log.grow("entry ", 600), quorum(log, 600));
        server.tamper((path, content) -> flipped(path.startsWith("tile/0/"), content));

        Round round = follow();

        assertThat(kinds(round)).contains(Finding.Kind.MISMATCH).doesNotContain(Finding.Kind.BREACH);
        assertThat(round.verified()).map(Checkpoint::size).contains(300L);
    }

    @Test
    void findsEntriesThatDoNotMatchTheCheckpoint() {
        GrowingLog log = verified(300);
        server.show(log.grow("entry ", 600), quorum(log, 600));
        server.tamper((path, content) -> flipped(path.equals("tile/entries/001"), content));

        assertThat(kinds(follow())).containsExactly(Finding.Kind.MISMATCH);

        server.tamper((path, content) -> content);
        assertThat(follow().verified()).map(Checkpoint::size).contains(600L);
    }

    @Test
    void findsAnswersThatAreNotThoseOfALog() {
        GrowingLog log = GrowingLog.of("entry ", 300);
        server.show("<html>".getBytes(UTF_8));
        assertThat(kinds(follow())).containsExactly(Finding.Kind.MALFORMED);

        server.show(log, quorum(log, 300));
        server.tamper((path, content) -> path.contains("entries") ? new byte[] {0, 9, 1} : content);
        assertThat(kinds(follow())).containsExactly(Finding.Kind.MALFORMED);

        server.show(new GrowingLog(), quorum(log, 300));
        assertThat(kinds(follow())).containsExactly(Finding.Kind.MALFORMED);
    }

    @ParameterizedTest
    @EnumSource(
            value = LogServer.Mode.class,
            names = {"SILENT", "HANGING"})
    void givesUpOnAServerThatHangs(LogServer.Mode mode) {
        http.close();
        http = new BoundedHttp(NO_PATIENCE, Optional.empty());
        server.mode(mode);

        assertThat(kinds(follow())).containsExactly(Finding.Kind.UNREACHABLE);
    }

    @ParameterizedTest
    @EnumSource(
            value = LogServer.Mode.class,
            names = {"ENDLESS", "BOMB"})
    void hangsUpOnAServerThatSendsWithoutEnd(LogServer.Mode mode) {
        server.mode(mode);

        assertThat(kinds(follow())).containsExactly(Finding.Kind.MALFORMED);
    }

    @Test
    void goesOnWithoutAPeerThatIsGone() {
        GrowingLog log = GrowingLog.of("entry ", 300);
        server.show(log, quorum(log, 300));
        peer().close();

        Round round = follow();

        assertThat(kinds(round)).containsExactly(Finding.Kind.UNREACHABLE);
        assertThat(round.verified()).map(Checkpoint::size).contains(300L);
    }

    @Test
    void doesNotTakeAnotherLogsFolder() throws Exception {
        verified(10);
        Files.writeString(folder.resolve("checkpoint"), "nonsense");

        assertThatThrownBy(this::follow).isInstanceOf(FollowFault.class).hasMessageContaining("VL-FOLLOW-002");
    }

    private GrowingLog verified(int size) {
        GrowingLog log = GrowingLog.of("entry ", size);
        server.show(log, quorum(log, size));
        assertThat(follow().findings()).isEmpty();
        return log;
    }

    private static SignedNote quorum(GrowingLog log, long size) {
        return MEMBERS.sign(size, log.root(size), 1000, A, B, C);
    }

    private LogServer peer() {
        LogServer peer = new LogServer();
        peers.add(peer);
        return peer;
    }

    /** One round of a follower that starts anew, with what is in the folder. */
    private Round follow() {
        return new Follower(
                        new RemoteLog(server.uri(), http),
                        peers.stream()
                                .map(peer -> new RemoteLog(peer.uri(), http))
                                .toList(),
                        new Follower.Trust(MEMBERS.policy(), SIGNATURES),
                        FollowState.open(folder))
                .round();
    }

    private static List<Finding.Kind> kinds(Round round) {
        return round.findings().stream().map(Finding::kind).toList();
    }

    private void assertProved(Round round, Breach.Kind kind, String... signers) throws Exception {
        Path file = FollowState.open(folder).keep(round.breach().orElseThrow());
        assertThat(BreachCheck.verify(Files.readAllBytes(file), MEMBERS.policy().encode(), SIGNATURES))
                .isInstanceOfSatisfying(BreachVerdict.Proved.class, proved -> {
                    assertThat(proved.kind()).isEqualTo(kind);
                    assertThat(proved.signers()).containsExactly(signers);
                });
    }

    private static byte[] flipped(boolean really, byte[] content) {
        byte[] changed = content.clone();
        changed[content.length - 1] ^= (byte) (really ? 1 : 0);
        return changed;
    }
}
