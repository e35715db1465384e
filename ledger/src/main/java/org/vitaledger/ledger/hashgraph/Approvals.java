package org.vitaledger.ledger.hashgraph;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.core.governance.Proposal;
import org.vitaledger.core.value.Member;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;

/** What this member must have before it approves that another orders: its card, by which the own node can reach it. */
final class Approvals {
    private Approvals() {}

    /**
     * Asks that the network configuration has the card of whom {@code command} admits, or who changes its own by it.
     *
     * @throws SubmitFault of kind NO_CARD
     */
    static void require(Command command, Snapshot head, Supplier<Cards> cards) {
        Optional<Member> unknown = approved(command, head)
                .flatMap(Approvals::listed)
                // The contract refuses one without.
                .filter(member -> member.card().isPresent())
                .filter(member -> cards.get().of(member).isEmpty());
        if (unknown.isPresent()) {
            throw new SubmitFault(
                    SubmitFault.Kind.NO_CARD,
                    Map.of("member", unknown.get().id().text()),
                    null);
        }
    }

    /** Whether {@code command} approves a proposal that the log doesn't have yet, so that it can't be looked at. */
    static boolean isAheadOf(Snapshot head, Command command) {
        return command instanceof Command.Vote vote
                && vote.choice() == Choice.APPROVE
                && head.state().governance().proposal(vote.proposal()).isEmpty();
    }

    private static Optional<Member> listed(Change change) {
        return switch (change) {
            case Change.AdmitMember(Member member) -> Optional.of(member);
            case Change.RotateMemberKeys(Member member) -> Optional.of(member);
            default -> Optional.empty();
        };
    }

    private static Optional<Change> approved(Command command, Snapshot head) {
        return switch (command) {
            case Command.Propose propose -> Optional.of(propose.change());
            case Command.Vote vote ->
                vote.choice() == Choice.APPROVE
                        ? head.state().governance().proposal(vote.proposal()).map(Proposal::change)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }
}
