package org.vitaledger.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.core.contract.World.HOSPITAL;
import static org.vitaledger.core.contract.World.START;
import static org.vitaledger.core.contract.World.STRANGER;
import static org.vitaledger.core.contract.World.device;
import static org.vitaledger.core.contract.World.member;
import static org.vitaledger.core.contract.World.memberId;
import static org.vitaledger.core.contract.World.patient;
import static org.vitaledger.core.contract.World.principal;
import static org.vitaledger.core.contract.World.register;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.core.governance.Parameter;
import org.vitaledger.core.governance.Proposal;
import org.vitaledger.core.governance.RosterChange;
import org.vitaledger.core.governance.Standing;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.Role;

class GovernanceTest {
    private static final Change ADMIT_STRANGER = new Change.AdmitMember(member(STRANGER, 50));
    private static final Change SUSPEND_4 = new Change.SuspendMember(memberId(4));
    private static final Change REMOVE_4 = new Change.RemoveMember(memberId(4));

    private final World world = World.ofMembers(4);

    @Test
    void decidesAtOnceWhereOneMemberIsEnough() {
        World alone = World.ofMembers(1);
        assertThat(alone.apply(new Command.Propose(1, ADMIT_STRANGER))).isEqualTo("APPLIED");
        assertThat(alone.state().members()).containsExactly(HOSPITAL, STRANGER);
        assertThat(result(alone, 1)).contains(Proposal.Result.ADOPTED);
    }

    @Test
    void admitsAMemberByMoreThanTwoThirds() {
        assertThat(propose(1, 1, ADMIT_STRANGER)).isEqualTo("APPLIED");
        assertThat(world.apply(STRANGER, register(1))).isEqualTo("NOT_A_MEMBER");
        assertThat(approve(2, 1)).isEqualTo("APPLIED");
        assertThat(result(world, 1)).isEmpty();
        assertThat(approve(3, 1)).isEqualTo("APPLIED");
        assertThat(result(world, 1)).contains(Proposal.Result.ADOPTED);
        assertThat(world.apply(STRANGER, register(1))).isEqualTo("APPLIED");
        assertThat(approve(4, 1)).isEqualTo("PROPOSAL_DECIDED");
    }

    @Test
    void rejectsAsSoonAsEnoughCannotApproveAnyMore() {
        propose(1, 1, ADMIT_STRANGER);
        assertThat(reject(2, 1)).isEqualTo("APPLIED");
        assertThat(result(world, 1)).isEmpty();
        assertThat(reject(3, 1)).isEqualTo("APPLIED");
        assertThat(result(world, 1)).contains(Proposal.Result.REJECTED);
        assertThat(approve(4, 1)).isEqualTo("PROPOSAL_DECIDED");
        assertThat(world.state().member(STRANGER)).isEmpty();
    }

    @Test
    void countsAMembersVoteOnce() {
        propose(1, 1, ADMIT_STRANGER);
        assertThat(approve(1, 1)).isEqualTo("REPEATED");
        assertThat(reject(1, 1)).isEqualTo("VOTED_OTHERWISE");
        assertThat(reject(2, 1)).isEqualTo("APPLIED");
        assertThat(reject(2, 1)).isEqualTo("REPEATED");
        assertThat(approve(2, 1)).isEqualTo("VOTED_OTHERWISE");
        assertThat(world.apply(STRANGER, new Command.Vote(1, Choice.APPROVE))).isEqualTo("NOT_A_MEMBER");
        assertThat(approve(2, 2)).isEqualTo("UNKNOWN_PROPOSAL");
        assertThat(result(world, 1)).isEmpty();
    }

    @Test
    void answersARepeatedVoteTheSameAfterTheDecision() {
        adopt(SUSPEND_4);
        assertThat(approve(3, 1)).isEqualTo("REPEATED");
        assertThat(reject(3, 1)).isEqualTo("VOTED_OTHERWISE");
    }

    @Test
    void numbersProposalsWithoutGaps() {
        assertThat(propose(1, 2, SUSPEND_4)).isEqualTo("PROPOSAL_OUT_OF_ORDER");
        assertThat(propose(1, 1, SUSPEND_4)).isEqualTo("APPLIED");
        assertThat(propose(1, 1, SUSPEND_4)).isEqualTo("REPEATED");
        assertThat(propose(1, 1, ADMIT_STRANGER)).isEqualTo("PROPOSAL_EXISTS");
        assertThat(propose(2, 1, SUSPEND_4)).isEqualTo("PROPOSAL_EXISTS");
        assertThat(propose(2, 2, SUSPEND_4)).isEqualTo("APPLIED");
        assertThat(world.state().governance().proposals()).isEqualTo(2);
        assertThat(world.state().governance().undecided()).containsExactly(1L, 2L);
    }

    @Test
    void boundsTheOpenProposalsOfAMember() {
        for (int i = 1; i <= GovernanceContract.MAX_OPEN; i++) {
            assertThat(propose(1, i, ADMIT_STRANGER)).isEqualTo("APPLIED");
        }
        int next = GovernanceContract.MAX_OPEN + 1;
        assertThat(propose(1, next, ADMIT_STRANGER)).isEqualTo("TOO_MANY_PROPOSALS");
        assertThat(propose(2, next, ADMIT_STRANGER)).isEqualTo("APPLIED");
        later(Duration.ofDays(7));
        assertThat(propose(1, next + 1, ADMIT_STRANGER)).isEqualTo("APPLIED");
        assertThat(world.state().governance().undecided()).containsExactly(next + 1L);
    }

    @Test
    void expiresByConsensusTime() {
        propose(1, 1, ADMIT_STRANGER);
        propose(1, 2, ADMIT_STRANGER);
        later(Duration.ofDays(7).minusMillis(1));
        assertThat(approve(2, 1)).isEqualTo("APPLIED");
        later(Duration.ofMillis(1));
        assertThat(approve(3, 1)).isEqualTo("PROPOSAL_EXPIRED");
        assertThat(approve(2, 1)).isEqualTo("REPEATED");
        assertThat(result(world, 1)).isEmpty();
        assertThat(world.state().governance().proposal(1).orElseThrow().isOpen(world.time()))
                .isFalse();
    }

    @Test
    void shutsASuspendedMemberOutUntilItIsReinstated() {
        world.apply(memberId(4), register(7));
        world.apply(memberId(4), new Command.BindDevice(device(7), Optional.of(patient(1))));
        Principal nurse = new Principal(principal(9), memberId(4), Set.of(Role.PRACTITIONER), Optional.empty(), true);
        world.apply(memberId(4), new Command.PutPrincipal(nurse));

        adopt(SUSPEND_4);
        assertThat(world.apply(memberId(4), register(8))).isEqualTo("MEMBER_SUSPENDED");
        assertThat(propose(4, 2, ADMIT_STRANGER)).isEqualTo("MEMBER_SUSPENDED");
        assertThat(world.state().device(device(7)).orElseThrow().patient()).contains(patient(1));
        assertThat(world.state().principal(principal(9))).contains(nurse);
        assertThat(world.state().member(memberId(4))).contains(member(memberId(4), 4));

        adopt(new Change.ReinstateMember(memberId(4)));
        assertThat(world.apply(memberId(4), register(8))).isEqualTo("APPLIED");
        assertThat(activeIds()).isEqualTo(4);
    }

    @Test
    void shutsARemovedMemberOutUntilItIsAdmittedAgain() {
        adopt(SUSPEND_4);
        adopt(REMOVE_4);
        assertThat(world.apply(memberId(4), register(8))).isEqualTo("MEMBER_REMOVED");
        assertThat(propose(1, 3, new Change.ReinstateMember(memberId(4)))).isEqualTo("UNKNOWN_MEMBER");
        assertThat(world.state().members()).hasSize(4);

        adopt(new Change.AdmitMember(member(memberId(4), 44)));
        assertThat(world.apply(memberId(4), register(8))).isEqualTo("APPLIED");
        assertThat(world.state().members()).hasSize(4);
        assertThat(world.state().member(memberId(4))).contains(member(memberId(4), 44));
    }

    /** Its seat may be another's by then; what it asked for falls, and what it said of others' counts no more. */
    @Test
    void countsNothingOfARemovedMemberWhenItIsAdmittedAgain() {
        propose(1, 1, set("roster-notice", 20));
        assertThat(world.apply(memberId(4), new Command.Vote(1, Choice.APPROVE)))
                .isEqualTo("APPLIED");
        assertThat(propose(4, 2, ADMIT_STRANGER)).isEqualTo("APPLIED");
        adopt(REMOVE_4);
        assertThat(result(world, 2)).contains(Proposal.Result.VOID);
        adopt(new Change.AdmitMember(member(memberId(4), 44)));

        assertThat(result(world, 1)).isEmpty();
        approve(2, 1);
        assertThat(result(world, 1)).as("two of four").isEmpty();
        approve(4, 1);
        assertThat(result(world, 1)).as("three of four").contains(Proposal.Result.ADOPTED);
    }

    @Test
    void keepsTheLastActiveMember() {
        World two = World.ofMembers(2);
        two.apply(new Command.Propose(1, new Change.SuspendMember(HOSPITAL)));
        two.apply(new Command.Propose(2, new Change.SuspendMember(memberId(2))));
        two.apply(memberId(2), new Command.Vote(1, Choice.APPROVE));
        // The hospital's vote no longer counts, and the other's own suspension would leave nobody.
        assertThat(two.apply(memberId(2), new Command.Vote(2, Choice.APPROVE))).isEqualTo("APPLIED");
        assertThat(result(two, 2)).contains(Proposal.Result.VOID);
        assertThat(two.apply(memberId(2), new Command.Propose(3, new Change.RemoveMember(memberId(2)))))
                .isEqualTo("LAST_MEMBER");
        assertThat(two.apply(memberId(2), new Command.Propose(3, new Change.RemoveMember(HOSPITAL))))
                .isEqualTo("APPLIED");
        assertThat(two.state().governance().active()).containsExactly(member(memberId(2), 2));
    }

    @Test
    void decidesWhatAnotherDecisionMakesDecidable() {
        propose(1, 1, ADMIT_STRANGER);
        approve(2, 1);
        propose(1, 2, REMOVE_4);
        propose(2, 3, new Change.SuspendMember(memberId(3)));
        approve(2, 2);
        approve(3, 2);
        assertThat(result(world, 2)).contains(Proposal.Result.ADOPTED);
        assertThat(result(world, 1)).as("two of three").isEmpty();
        approve(1, 3);
        assertThat(result(world, 3)).as("two of three").isEmpty();
        assertThat(approve(3, 3)).as("its own suspension").isEqualTo("APPLIED");
        assertThat(result(world, 1)).as("two of two").contains(Proposal.Result.ADOPTED);
        assertThat(world.state().governance().undecided()).isEmpty();
    }

    @Test
    void voidsWhatAnotherDecisionMadeImpossible() {
        propose(1, 1, SUSPEND_4);
        propose(2, 2, SUSPEND_4);
        for (int proposal = 1; proposal <= 2; proposal++) {
            approve(1, proposal);
            approve(2, proposal);
            approve(3, proposal);
        }
        assertThat(result(world, 1)).contains(Proposal.Result.ADOPTED);
        assertThat(result(world, 2)).contains(Proposal.Result.VOID);
        assertThat(world.state().governance().roster(100).orElseThrow().number())
                .isEqualTo(2);
    }

    @Test
    void refusesChangesThatCannotBe() {
        assertThat(propose(1, 1, new Change.AdmitMember(member(memberId(2), 60))))
                .isEqualTo("MEMBER_EXISTS");
        assertThat(propose(1, 1, new Change.AdmitMember(member(STRANGER, 2)))).isEqualTo("KEY_IN_USE");
        assertThat(propose(1, 1, new Change.SuspendMember(STRANGER))).isEqualTo("UNKNOWN_MEMBER");
        assertThat(propose(1, 1, new Change.RemoveMember(STRANGER))).isEqualTo("UNKNOWN_MEMBER");
        assertThat(propose(1, 1, new Change.ReinstateMember(STRANGER))).isEqualTo("UNKNOWN_MEMBER");
        assertThat(propose(1, 1, new Change.ReinstateMember(memberId(2)))).isEqualTo("NOTHING_TO_CHANGE");
        assertThat(propose(1, 1, new Change.RotateMemberKeys(member(HOSPITAL)))).isEqualTo("NOTHING_TO_CHANGE");
        assertThat(propose(1, 1, new Change.RotateMemberKeys(member(HOSPITAL, 3))))
                .isEqualTo("KEY_IN_USE");
        assertThat(propose(1, 1, new Change.RotateMemberKeys(member(memberId(2), 60))))
                .isEqualTo("NOT_YOURS");
        assertThat(propose(1, 1, new Change.AdmitMember(withoutCard(member(STRANGER, 60)))))
                .isEqualTo("NO_CARD");
        assertThat(propose(1, 1, new Change.RotateMemberKeys(withoutCard(member(HOSPITAL, 60)))))
                .isEqualTo("NO_CARD");
        adopt(SUSPEND_4);
        assertThat(propose(1, 2, SUSPEND_4)).isEqualTo("NOTHING_TO_CHANGE");
        assertThat(world.state().governance().proposals()).isEqualTo(1);
    }

    private static Member withoutCard(Member member) {
        return new Member(member.id(), member.ed25519(), member.mlDsa44());
    }

    @Test
    void hasAMemberOrderByAnotherCardOnceTheOthersAgreed() {
        Member moved = member(HOSPITAL).withCard(Hash.sha256());
        adopt(new Change.RotateMemberKeys(moved));
        Governance governance = world.state().governance();
        assertThat(governance.seat(HOSPITAL).orElseThrow().member()).isEqualTo(moved);
        assertThat(governance.roster(100).orElseThrow().members()).contains(moved);
        assertThat(governance.members().getFirst()).isEqualTo(HOSPITAL);
    }

    @Test
    void admitsNoMoreThanTheContractsAllow() {
        World full = World.ofMembers(Command.FoundConsortium.MAX_MEMBERS);
        assertThat(full.apply(new Command.Propose(1, ADMIT_STRANGER))).isEqualTo("TOO_MANY_MEMBERS");
    }

    @Test
    void setsParametersByTheirOwnMajorityWithinTheirRange() {
        assertThat(parameter(Parameter.VOTING_THRESHOLD)).isEqualTo(500);
        assertThat(propose(1, 1, set("colour", 1))).isEqualTo("UNKNOWN_PARAMETER");
        assertThat(propose(1, 1, set("voting-threshold", 499))).isEqualTo("OUT_OF_RANGE");
        assertThat(propose(1, 1, set("voting-threshold", 1000))).isEqualTo("OUT_OF_RANGE");
        assertThat(propose(1, 1, set("voting-threshold", 500))).isEqualTo("NOTHING_TO_CHANGE");
        assertThat(propose(1, 1, set("voting-threshold", 750))).isEqualTo("APPLIED");
        approve(2, 1);
        assertThat(parameter(Parameter.VOTING_THRESHOLD))
                .as("half is not more than half")
                .isEqualTo(500);
        approve(3, 1);
        assertThat(parameter(Parameter.VOTING_THRESHOLD)).isEqualTo(750);

        propose(1, 2, set("proposal-lifetime", 60));
        approve(2, 2);
        approve(3, 2);
        assertThat(parameter(Parameter.PROPOSAL_LIFETIME)).as("three of four").isEqualTo(7 * 86_400);
        approve(4, 2);
        assertThat(parameter(Parameter.PROPOSAL_LIFETIME)).isEqualTo(60);
        propose(1, 3, ADMIT_STRANGER);
        later(Duration.ofSeconds(60));
        assertThat(approve(2, 3)).isEqualTo("PROPOSAL_EXPIRED");
    }

    @Test
    void tellsTheRosterInForceAndTheNext() {
        Governance before = world.state().governance();
        assertThat(before.roster(0)).isEmpty();
        assertThat(before.roster(1).orElseThrow().members()).hasSize(4);
        assertThat(before.nextRoster(1)).isEmpty();

        world.continueAt(10, START);
        adopt(SUSPEND_4);
        Governance after = world.state().governance();
        RosterChange next = after.nextRoster(10).orElseThrow();
        assertThat(next.number()).isEqualTo(2);
        assertThat(next.fromHeight()).isEqualTo(12);
        assertThat(next.members()).extracting(Member::id).containsExactly(HOSPITAL, memberId(2), memberId(3));
        assertThat(after.roster(11)).isEqualTo(before.roster(11));
        assertThat(after.roster(12)).contains(next);
        assertThat(after.nextRoster(12)).isEmpty();
    }

    @Test
    void rotatesKeysWithTheNextRoster() {
        world.continueAt(10, START);
        Member renewed = member(memberId(2), 22);
        propose(2, 1, new Change.RotateMemberKeys(renewed));
        approve(1, 1);
        approve(3, 1);
        Governance after = world.state().governance();
        assertThat(after.roster(11).orElseThrow().members()).contains(member(memberId(2), 2));
        assertThat(after.roster(12).orElseThrow().members()).contains(renewed).hasSize(4);
        assertThat(world.apply(memberId(2), register(1))).isEqualTo("APPLIED");
    }

    @Test
    void joinsChangesOfOneBlockInOneRosterAndKeepsTheOrderOfHeights() {
        world.continueAt(10, START);
        adopt(SUSPEND_4);
        adopt(ADMIT_STRANGER);
        assertThat(world.state().governance().nextRoster(10).orElseThrow().members())
                .extracting(Member::id)
                .containsExactly(HOSPITAL, memberId(2), memberId(3), STRANGER);
        assertThat(world.state().governance().nextRoster(12)).isEmpty();

        world.continueAt(11, START);
        adopt(new Change.ReinstateMember(memberId(4)));
        RosterChange third = world.state().governance().nextRoster(12).orElseThrow();
        assertThat(third.number()).isEqualTo(3);
        assertThat(third.fromHeight()).isEqualTo(13);
        assertThat(third.members()).hasSize(5);
    }

    @Test
    void joinsALaterRosterThatIsDecidedAlready() {
        world.continueAt(10, START);
        adopt(set("roster-notice", 5));
        adopt(SUSPEND_4);
        adopt(set("roster-notice", 1));
        world.continueAt(11, START);
        adopt(ADMIT_STRANGER);
        RosterChange next = world.state().governance().nextRoster(11).orElseThrow();
        assertThat(next.fromHeight()).isEqualTo(15);
        assertThat(next.members()).extracting(Member::id).contains(STRANGER).doesNotContain(memberId(4));
        assertThat(world.state().governance().nextRoster(15)).isEmpty();
    }

    @Test
    void makesNoRosterWhereNobodyComesOrGoes() {
        world.continueAt(10, START);
        adopt(SUSPEND_4);
        world.continueAt(20, START);
        adopt(REMOVE_4);
        adopt(set("roster-notice", 9));
        assertThat(world.state().governance().nextRoster(12)).isEmpty();
        assertThat(world.state().governance().seat(memberId(4)).orElseThrow().standing())
                .isEqualTo(Standing.REMOVED);

        adopt(ADMIT_STRANGER);
        assertThat(world.state().governance().nextRoster(20).orElseThrow().fromHeight())
                .isEqualTo(29);
    }

    /** The first three members put a change through. */
    private void adopt(Change change) {
        long number = world.state().governance().proposals() + 1;
        assertThat(propose(1, number, change)).isEqualTo("APPLIED");
        for (int voter = 2; result(world, number).isEmpty(); voter++) {
            assertThat(approve(voter, number)).isEqualTo("APPLIED");
        }
        assertThat(result(world, number)).contains(Proposal.Result.ADOPTED);
    }

    private static Change set(String parameter, long value) {
        return new Change.SetParameter(parameter, value);
    }

    private long parameter(Parameter parameter) {
        return world.state().governance().parameter(parameter);
    }

    private int activeIds() {
        return world.state().governance().active().size();
    }

    private void later(Duration duration) {
        world.continueAt(world.height() + 1, world.time().plus(duration));
    }

    private String propose(int member, long number, Change change) {
        return world.apply(memberId(member), new Command.Propose(number, change));
    }

    private String approve(int member, long number) {
        return world.apply(memberId(member), new Command.Vote(number, Choice.APPROVE));
    }

    private String reject(int member, long number) {
        return world.apply(memberId(member), new Command.Vote(number, Choice.REJECT));
    }

    private static Optional<Proposal.Result> result(World world, long number) {
        return world.state()
                .governance()
                .proposal(number)
                .orElseThrow()
                .decision()
                .map(Proposal.Decision::result);
    }
}
