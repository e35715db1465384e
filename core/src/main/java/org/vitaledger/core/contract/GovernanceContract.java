package org.vitaledger.core.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.core.governance.Majority;
import org.vitaledger.core.governance.Parameter;
import org.vitaledger.core.governance.Proposal;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;

/**
 * Proposals and votes. One member, one vote, counted over those that are active when it is counted; a proposal is decided
 * in the moment in which enough approve or enough can't approve any more.
 */
final class GovernanceContract {
    /** The denominator of {@link Parameter#VOTING_THRESHOLD}. */
    private static final long THOUSAND = 1000;

    /** The most open proposals of one member; each vote looks at all that are open. */
    static final int MAX_OPEN = 16;

    private GovernanceContract() {}

    static Transition propose(State state, Context context, Command.Propose command) {
        Governance governance = state.governance();
        Optional<Proposal> known = governance.proposal(command.number());
        if (known.isPresent()) {
            boolean same = known.get().proposer().equals(context.submitter())
                    && known.get().change().equals(command.change());
            return same ? Transition.repeated(state) : Transition.refused(state, Refusal.PROPOSAL_EXISTS);
        }
        if (command.number() != governance.proposals() + 1) {
            return Transition.refused(state, Refusal.PROPOSAL_OUT_OF_ORDER);
        }
        long own = open(governance, context).stream()
                .filter(proposal -> proposal.proposer().equals(context.submitter()))
                .count();
        if (own >= MAX_OPEN) {
            return Transition.refused(state, Refusal.TOO_MANY_PROPOSALS);
        }
        Optional<Refusal> refusal =
                ChangeContract.check(governance, context.height(), context.submitter(), command.change());
        if (refusal.isPresent()) {
            return Transition.refused(state, refusal.get());
        }
        Proposal proposal = new Proposal(
                command.number(),
                command.change(),
                context.time().plusSeconds(governance.parameter(Parameter.PROPOSAL_LIFETIME)),
                List.of(new Proposal.Ballot(context.submitter(), Choice.APPROVE)),
                Optional.empty());
        List<Long> undecided = new ArrayList<>(governance.undecided());
        undecided.add(command.number());
        Governance next = governance.with(proposal).withUndecided(command.number(), undecided);
        return Transition.applied(state.with(settle(next, context)));
    }

    static Transition vote(State state, Context context, Command.Vote command) {
        Governance governance = state.governance();
        Optional<Proposal> known = governance.proposal(command.proposal());
        if (known.isEmpty()) {
            return Transition.refused(state, Refusal.UNKNOWN_PROPOSAL);
        }
        Proposal proposal = known.get();
        Optional<Choice> before = proposal.choice(context.submitter());
        if (before.isPresent()) {
            return before.get() == command.choice()
                    ? Transition.repeated(state)
                    : Transition.refused(state, Refusal.VOTED_OTHERWISE);
        }
        if (proposal.decision().isPresent()) {
            return Transition.refused(state, Refusal.PROPOSAL_DECIDED);
        }
        if (!proposal.isOpen(context.time())) {
            return Transition.refused(state, Refusal.PROPOSAL_EXPIRED);
        }
        Governance next = governance.with(proposal.with(new Proposal.Ballot(context.submitter(), command.choice())));
        return Transition.applied(state.with(settle(next, context)));
    }

    /**
     * Decides what can be decided, the lowest number first, and again from the lowest after each decision: it may have
     * changed whose votes count, or how many are enough. Forgets the numbers of expired proposals.
     */
    private static Governance settle(Governance governance, Context context) {
        Governance next = governance;
        Optional<Governance> decided = decideFirst(next, context);
        while (decided.isPresent()) {
            next = decided.get();
            decided = decideFirst(next, context);
        }
        return next.withUndecided(
                next.proposals(),
                open(next, context).stream().map(Proposal::number).toList());
    }

    private static Optional<Governance> decideFirst(Governance governance, Context context) {
        List<MemberId> active = governance.active().stream().map(Member::id).toList();
        for (Proposal proposal : open(governance, context)) {
            Optional<Choice> verdict = majority(governance, proposal.change())
                    .verdict(
                            active.size(),
                            proposal.count(Choice.APPROVE, active),
                            proposal.count(Choice.REJECT, active));
            if (verdict.isPresent()) {
                return Optional.of(decide(governance, context, proposal, verdict.get()));
            }
        }
        return Optional.empty();
    }

    private static List<Proposal> open(Governance governance, Context context) {
        return governance.undecided().stream()
                .map(number -> governance.proposal(number).orElseThrow())
                .filter(proposal -> proposal.isOpen(context.time()))
                .toList();
    }

    private static Majority majority(Governance governance, Change change) {
        return switch (change) {
            case Change.OfRoster _, Change.SetContractVersion _ -> Majority.TWO_THIRDS;
            case Change.SetParameter _ -> new Majority(governance.parameter(Parameter.VOTING_THRESHOLD), THOUSAND);
        };
    }

    private static Governance decide(Governance governance, Context context, Proposal proposal, Choice verdict) {
        boolean possible = ChangeContract.check(governance, context.height(), proposal.proposer(), proposal.change())
                .isEmpty();
        Proposal.Result result = verdict == Choice.REJECT
                ? Proposal.Result.REJECTED
                : possible ? Proposal.Result.ADOPTED : Proposal.Result.VOID;
        List<Long> left = governance.undecided().stream()
                .filter(number -> number != proposal.number())
                .toList();
        Governance next = governance
                .with(proposal.with(new Proposal.Decision(result, context.height())))
                .withUndecided(governance.proposals(), left);
        if (result != Proposal.Result.ADOPTED) {
            return next;
        }
        Governance made = ChangeContract.make(next, context.height(), proposal.change());
        return proposal.change() instanceof Change.RemoveMember removal
                ? withoutVoiceOf(made, removal.subject(), context.height())
                : made;
    }

    /** Who is admitted again begins anew: open proposals of a member that is removed fall, and its ballots on others. */
    private static Governance withoutVoiceOf(Governance governance, MemberId member, long height) {
        Governance next = governance;
        List<Long> left = new ArrayList<>();
        for (long number : governance.undecided()) {
            Proposal proposal = governance.proposal(number).orElseThrow();
            boolean isOwn = proposal.proposer().equals(member);
            next = next.with(
                    isOwn
                            ? proposal.with(new Proposal.Decision(Proposal.Result.VOID, height))
                            : proposal.without(member));
            if (!isOwn) {
                left.add(number);
            }
        }
        return next.withUndecided(governance.proposals(), left);
    }
}
