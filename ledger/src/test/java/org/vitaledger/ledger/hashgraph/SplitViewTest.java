package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.NoteSignature;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.LedgerKeys;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.follow.Breach;
import org.vitaledger.ledger.follow.BreachCheck;
import org.vitaledger.ledger.follow.BreachVerdict;
import org.vitaledger.ledger.follow.Finding;
import org.vitaledger.ledger.follow.FollowState;
import org.vitaledger.ledger.follow.Follower;
import org.vitaledger.ledger.follow.Round;
import org.vitaledger.ledger.log.BlockLog;
import org.vitaledger.ledger.log.Submission;
import org.vitaledger.ledger.remote.BoundedHttp;
import org.vitaledger.ledger.remote.FourMembers;
import org.vitaledger.ledger.remote.GrowingLog;
import org.vitaledger.ledger.remote.LogServer;
import org.vitaledger.ledger.remote.RemoteLog;
import org.vitaledger.ledger.witness.Witness;

/** Two of four members have a log without the revocation that all four agreed on, and show it to one client. */
class SplitViewTest {
    private static final int[] COLLUDING = {2, 3};

    @TempDir
    Path directory;

    private final BoundedHttp http = new BoundedHttp(Duration.ofSeconds(20), Optional.empty());
    private final LogServer honest = new LogServer();
    private final LogServer dishonest = new LogServer();
    private SignedNote agreed;
    private SignedNote secret;
    private Policy policy;

    @BeforeEach
    void showDifferentLogs() throws IOException, GeneralSecurityException, NoteRejected {
        try (Copies copies = new Copies(directory, 4);
                BlockLog other = BlockLog.openReplica(
                        directory.resolve("other"),
                        List.of(copies.keys(COLLUDING[0]).ledger()),
                        HashgraphOptions.defaults().journals(),
                        0)) {
            policy = copies.network().roster().policy();
            for (int member = 0; member < 4; member++) {
                write(copies.log(member), copies.network(), new Command.RevokeDevice(World.device(1)));
            }
            write(other, copies.network(), World.register(2));
            agreed = madeFinal(copies);
            secret = cosigned(copies, other.head());
            honest.show(GrowingLog.copy(copies.log(0).written(), other.head().size()), agreed);
            dishonest.show(GrowingLog.copy(other.written(), other.head().size()), secret);
        }
    }

    private static void write(BlockLog log, Network network, Command last) {
        Command founding = new Command.FoundConsortium(network.roster().members());
        for (Command command : List.of(founding, World.register(1), last)) {
            log.append(List.of(Submission.of(World.HOSPITAL, command)), World.START);
        }
    }

    /** The checkpoint of the log that all have, as the ledger makes it. */
    private static SignedNote madeFinal(Copies copies) {
        Finality finality = new Finality(
                copies.network(),
                copies.log(0),
                Consortium.SIGNATURES,
                copies.consortium().ledger(0),
                new Halt(_ -> {}),
                _ -> {});
        for (int member : new int[] {0, COLLUDING[0], COLLUDING[1]}) {
            finality.accept(copies.log(member).sign(copies.log(member).head()));
        }
        return finality.newest().orElseThrow();
    }

    /** The checkpoint of the other log, by those who have it, past what keeps a member from signing two roots. */
    private static SignedNote cosigned(Copies copies, Snapshot head) throws IOException, GeneralSecurityException {
        List<NoteSignature> lines = new ArrayList<>();
        String text = "";
        for (int member : COLLUDING) {
            LedgerKeys keys = copies.keys(member).ledger();
            SignedNote own = keys.sign(new Checkpoint(keys.origin(), head.size(), head.root()), 1000);
            lines.addAll(own.signatures().subList(lines.isEmpty() ? 0 : 1, 3));
            text = own.text();
        }
        return new SignedNote(text, lines);
    }

    @AfterEach
    void stop() {
        honest.close();
        dishonest.close();
        http.close();
    }

    @Test
    void aFollowerThatIsShownTheOtherLogHoldsEvidenceOfBoth() throws IOException {
        Round alone = follow(dishonest, List.of());
        assertThat(alone.verified()).isEmpty();
        assertThat(kinds(alone)).containsExactly(Finding.Kind.REFUSED);

        for (Round round : List.of(follow(dishonest, List.of(honest)), follow(honest, List.of(dishonest)))) {
            assertThat(kinds(round)).containsExactlyInAnyOrder(Finding.Kind.REFUSED, Finding.Kind.BREACH);
            Path file = state().keep(round.breach().orElseThrow());
            assertThat(BreachCheck.verify(Files.readAllBytes(file), policy.encode(), Consortium.SIGNATURES))
                    .isInstanceOfSatisfying(BreachVerdict.Proved.class, proved -> {
                        assertThat(proved.kind()).isEqualTo(Breach.Kind.TWO_ROOTS);
                        assertThat(proved.signers())
                                .containsExactly(
                                        Consortium.id(COLLUDING[0]).text(),
                                        Consortium.id(COLLUDING[1]).text());
                    });
        }
    }

    @Test
    void aWitnessCosignsTheAgreedLogAndNotTheOther() {
        Witness.Keys keys = new Witness.Keys(
                List.of(FourMembers.signer("witness.example", SignatureType.COSIGNATURE_ED25519)),
                Consortium.SIGNATURES);
        Witness.Memory memory = new Witness.Memory(directory.resolve("witness"), true);
        try (Witness witness = Witness.open(memory, policy, keys, () -> World.NOON)) {
            assertThat(witness.addCheckpoint(request(secret)).status()).isEqualTo(403);
            assertThat(witness.addCheckpoint(request(agreed)).status()).isEqualTo(200);
            assertThat(witness.addCheckpoint(request(secret)).status()).isEqualTo(403);
        }
    }

    private static byte[] request(SignedNote note) {
        return Bytes.utf8("old 0\n\n").plus(Bytes.of(note.encode())).toArray();
    }

    private Round follow(LogServer log, List<LogServer> peers) {
        return new Follower(
                        new RemoteLog(log.uri(), http),
                        peers.stream()
                                .map(peer -> new RemoteLog(peer.uri(), http))
                                .toList(),
                        new Follower.Trust(policy, Consortium.SIGNATURES),
                        state())
                .round();
    }

    private FollowState state() {
        return FollowState.open(directory.resolve("follower"));
    }

    private static List<Finding.Kind> kinds(Round round) {
        return round.findings().stream().map(Finding::kind).toList();
    }
}
