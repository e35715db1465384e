package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.hashgraph.engine.EngineKeys;
import org.vitaledger.ledger.log.Submission;

/** Nobody says of another that it can be reached, without the card that the others have. */
class ApprovalsTest {
    private static final Command.Vote APPROVE = new Command.Vote(1, Choice.APPROVE);

    @TempDir
    private Path directory = Path.of("");

    private Copies copies;
    private Cards known;
    private Card newcomer;

    @BeforeEach
    void makeCards() throws IOException, GeneralSecurityException {
        copies = new Copies(directory, 3);
        copies.found(0);
        known = copies.cards();
        newcomer = new Card(
                World.member(World.memberId(60), 60),
                known.all().getFirst().gossip(),
                EngineKeys.generate().der(),
                known.all().getFirst().endpoint(),
                EngineKeys.generate().der());
    }

    @AfterEach
    void close() {
        copies.close();
    }

    @Test
    void needsTheVeryCardForAnAdmission() {
        Command admission = new Command.Propose(1, new Change.AdmitMember(newcomer.member()));
        expectRefused(admission, known);
        expectRefused(
                new Command.Propose(1, new Change.AdmitMember(newcomer.member().withCard(Hash.sha256()))),
                known.with(newcomer));
        expectTaken(admission, known.with(newcomer));
        propose(admission);
        expectRefused(APPROVE, known);
        expectTaken(APPROVE, known.with(newcomer));
        expectTaken(new Command.Vote(1, Choice.REJECT), known);
    }

    @Test
    void needsTheVeryCardOfAMemberThatChangesItsOwn() {
        Card own = known.all().getFirst();
        Card other =
                new Card(own.member(), own.gossip(), EngineKeys.generate().der(), own.endpoint(), own.tlsCertificate());
        Command rotation = new Command.Propose(1, new Change.RotateMemberKeys(other.member()));
        expectRefused(rotation, known);
        expectTaken(rotation, known.with(other));
    }

    @Test
    void isAheadOfALogThatLacksTheProposal() {
        assertThat(Approvals.isAheadOf(copies.log(0).head(), APPROVE)).isTrue();
        assertThat(Approvals.isAheadOf(copies.log(0).head(), World.register(1))).isFalse();
        propose(new Command.Propose(1, new Change.AdmitMember(newcomer.member())));
        assertThat(Approvals.isAheadOf(copies.log(0).head(), APPROVE)).isFalse();
    }

    private void propose(Command proposal) {
        copies.log(0).append(List.of(Submission.of(World.HOSPITAL, proposal)), World.START);
    }

    private void expectTaken(Command command, Cards cards) {
        assertThatCode(() -> Approvals.require(command, copies.log(0).head(), () -> cards))
                .doesNotThrowAnyException();
    }

    private void expectRefused(Command command, Cards cards) {
        assertThatThrownBy(() -> Approvals.require(command, copies.log(0).head(), () -> cards))
                .isInstanceOfSatisfying(
                        SubmitFault.class, fault -> assertThat(fault.code()).isEqualTo(SubmitFault.Kind.NO_CARD));
    }
}
