package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.value.Member;
import org.vitaledger.ledger.SubmitFault;

/** Members on loopback that admit another and shut one out, while the ledger goes on. */
@Tag("nightly")
class RosterIT extends RunningConsortium {
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
        admitAFifthWithoutTheFourth(RunningMember::kill);
        start(3);
        commitSome(40, 0, 1, 2, 3, 4);
        expectSame();
    }

    @Test
    void bringsBackAMemberThatHungWhileAnotherWasAdmitted() {
        admitAFifthWithoutTheFourth(RunningMember::hang);
        members[3].goOn();
        assertThat(members[3].awaitEnd()).isEqualTo(MemberProcess.AGAIN);
        start(3);
        commitSome(40, 0, 1, 2, 3, 4);
        expectSame();
    }

    private void admitAFifthWithoutTheFourth(Consumer<RunningMember> lose) {
        Consortium all = Consortium.of(directory, MEMBERS + 1);
        startAll(Consortium.first(MEMBERS, all));
        commitSome(40, 0, 1, 2, 3);
        all.writeNetwork(MEMBERS);
        lose.accept(members[3]);
        propose(new Change.AdmitMember(all.network().nodes().getLast().member()));
        vote(1);
        vote(2);
        startAgain(0, 1, 2);
        start(4);
        commitSome(40, 0, 1, 2, 4);
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
}
