package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.log.BlockLog;
import org.vitaledger.ledger.log.Submission;

/** Who orders, by which card, and under which number, is what the ledger says. */
class MembershipTest {
    @TempDir
    private Path directory = Path.of("");

    private Copies copies;

    @BeforeEach
    void found() throws IOException, GeneralSecurityException {
        copies = new Copies(directory, 4);
        copies.found(0);
    }

    @AfterEach
    void close() {
        copies.close();
    }

    @Test
    void keepsTheNumbersOfMembersWhenOneGoes() {
        decide(new Change.RemoveMember(Consortium.id(1)));
        Membership after = Membership.after(copies.log(0).head(), copies.cards());
        assertThat(after.network().nodes().stream().map(Network.Node::id)).containsExactly(0L, 2L, 3L);
        assertThat(after.network().of(Consortium.id(2)).orElseThrow().id()).isEqualTo(2);
        assertThat(after.member(1)).contains(Consortium.id(1));
        assertThat(after.member(4)).isEmpty();
        assertThat(after.member(-1)).isEmpty();
    }

    @Test
    void goesByTheCardThatTheLedgerLists() {
        Cards before = copies.cards();
        Card own = before.all().getFirst();
        Card other = new Card(
                own.member(),
                new Card.Address("moved.example", 1),
                own.gossipCertificate(),
                own.endpoint(),
                own.tlsCertificate());
        Cards both = before.with(other);
        assertThat(first(both)).isEqualTo(own);
        decide(new Change.RotateMemberKeys(other.member()));
        assertThat(first(both)).isEqualTo(other);
        assertThatThrownBy(() -> first(before))
                .isInstanceOfSatisfying(
                        SubmitFault.class, fault -> assertThat(fault.code()).isEqualTo(SubmitFault.Kind.NO_CARD));
    }

    private Card first(Cards cards) {
        return Membership.after(copies.log(0).head(), cards)
                .network()
                .nodes()
                .getFirst()
                .card();
    }

    /** Proposes, has all vote, and lets the notice of the roster pass. */
    private void decide(Change change) {
        BlockLog log = copies.log(0);
        log.append(List.of(Submission.of(World.HOSPITAL, new Command.Propose(1, change))), World.START);
        for (int member = 1; member < 4; member++) {
            Command vote = new Command.Vote(1, Choice.APPROVE);
            log.append(List.of(Submission.of(Consortium.id(member), vote)), World.START);
        }
        copies.write(0, 1, 1);
        copies.write(0, 2, 1);
        assertThat(log.head().state().governance().nextRoster(log.head().height()))
                .isEmpty();
    }
}
