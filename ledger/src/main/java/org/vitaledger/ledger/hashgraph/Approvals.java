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

/** What this member must have before it approves something: to admit a member is to say that the own node can reach it. */
final class Approvals {
    private Approvals() {}

    /**
     * Asks that the network configuration has whom {@code command} admits.
     *
     * @throws SubmitFault of kind NO_CARD
     */
    static void require(Command command, Snapshot head, Supplier<Network> cards) {
        if (approved(command, head).orElse(null) instanceof Change.AdmitMember(Member admitted)) {
            Optional<Member> known = cards.get().of(admitted.id()).map(Network.Node::member);
            if (!known.equals(Optional.of(admitted))) {
                throw new SubmitFault(
                        SubmitFault.Kind.NO_CARD, Map.of("member", admitted.id().text()), null);
            }
        }
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
