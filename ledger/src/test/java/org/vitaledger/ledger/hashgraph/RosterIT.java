package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.core.value.Member;
import org.vitaledger.ledger.SubmitFault;

/** Members on loopback that admit another and shut one out, while the ledger goes on. */
@Tag("nightly")
class RosterIT extends RunningConsortium {
    private long proposals;

    RosterIT() {
        super(MEMBERS + 1);
    }

    @Proves({"INV-005", "INV-006"})
    @Test
    void admitsAMemberAndShutsOneOut() {
        Consortium all = Consortium.of(directory, MEMBERS + 1);
        startAll(Consortium.first(MEMBERS, all));
        commitSome(40, 0, 1, 2, 3);

        Member fifth = all.network().nodes().getLast().member();
        Command admission = new Command.Propose(1, new Change.AdmitMember(fifth));
        assertThatThrownBy(() -> members[0].submit(admission).join())
                .as("nobody knows where the fifth is")
                .hasCauseInstanceOf(SubmitFault.class);
        all.writeNetwork(MEMBERS);
        propose(new Change.AdmitMember(fifth));
        vote(1);
        vote(2);
        startAgain(0, 1, 2, 3);
        start(4);
        commitSome(40, 0, 1, 2, 3, 4);
        expectSame();

        propose(new Change.RemoveMember(Consortium.id(3)));
        vote(1);
        vote(2);
        vote(4);
        startAgain(0, 1, 2, 4);
        assertThat(members[3].awaitEnd()).isEqualTo(MemberProcess.AGAIN);
        members[3] = RunningMember.start(consortium(), 3, launches[3]);
        assertThat(members[3].awaitEnd()).as("it is in no roster").isEqualTo(1);
        commitSome(40, 0, 1, 2, 4);
        expectSame();
    }

    @Test
    void bringsBackAMemberThatWasAwayWhileAnotherWasAdmitted() {
        Consortium all = Consortium.of(directory, MEMBERS + 1);
        startAll(Consortium.first(MEMBERS, all));
        commitSome(40, 0, 1, 2, 3);
        all.writeNetwork(MEMBERS);
        members[3].kill();
        propose(new Change.AdmitMember(all.network().nodes().getLast().member()));
        vote(1);
        vote(2);
        startAgain(0, 1, 2);
        start(4);
        commitSome(40, 0, 1, 2, 4);

        start(3);
        commitSome(40, 0, 1, 2, 3, 4);
        expectSame();
    }

    @Test
    void growsFromOneMember() {
        Consortium all = Consortium.of(directory, 3);
        startAll(Consortium.first(1, all));
        commitSome(20, 0);
        Consortium.first(2, all);
        propose(new Change.AdmitMember(all.network().nodes().get(1).member()));
        startAgain(0);
        start(1);
        commitSome(20, 0, 1);
        expectSame();

        all.writeNetwork(3);
        propose(new Change.AdmitMember(all.network().nodes().get(2).member()));
        vote(1);
        startAgain(0, 1);
        start(2);
        commitSome(20, 0, 1, 2);
        expectSame();
    }

    @Test
    void givesAMemberOtherKeysWithoutLosingItsVoice() {
        Consortium all = Consortium.of(directory, MEMBERS);
        startAll(all);
        commitSome(20, 0, 1, 2, 3);
        Member renewed = all.renew(0);
        propose(new Change.RotateMemberKeys(renewed));
        vote(1);
        vote(2);
        startAgain(0, 1, 2, 3);
        commitSome(20, 0, 1, 2, 3);
        expectSame();

        members[3].kill();
        commitSome(20, 0, 1, 2);
        // Three of four are as many as it takes, so the new keys signed.
        expectSame();
        start(3);
        commitSome(20, 0, 1, 2, 3);
        expectSame();
    }

    /** The roster holds some blocks after its decision, and each member's process ends then. */
    private void startAgain(int... which) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            var _ = members[which[0]].submit(register());
            return Arrays.stream(which).noneMatch(member -> members[member].isAlive());
        });
        for (int member : which) {
            assertThat(members[member].awaitEnd()).isEqualTo(MemberProcess.AGAIN);
        }
        start(which);
    }

    private void propose(Change change) {
        proposals++;
        assertThat(commit(0, new Command.Propose(proposals, change)).outcome()).isEqualTo(new Outcome.Applied());
    }

    private void vote(int member) {
        assertThat(commit(member, new Command.Vote(proposals, Choice.APPROVE)).outcome())
                .isEqualTo(new Outcome.Applied());
    }
}
