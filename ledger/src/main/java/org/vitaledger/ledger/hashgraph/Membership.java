package org.vitaledger.ledger.hashgraph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.core.contract.Governance;
import org.vitaledger.core.governance.RosterChange;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;

/**
 * Who orders the next block, by the ledger, and where these members are, by the cards that it lists. Before the founding all
 * of the network configuration do.
 *
 * @param network those that order
 * @param numbered whose node has which number, former members' too, whose commands stand in the log
 * @param roster the number of their roster
 * @param fromHeight the first block that this roster orders
 */
record Membership(Network network, List<MemberId> numbered, long roster, long fromHeight) {
    Membership {
        numbered = List.copyOf(numbered);
    }

    /**
     * Who orders what follows on {@code head}.
     *
     * @throws SubmitFault of kind NO_CARD if the configuration doesn't have the card of one of them that the ledger lists
     */
    static Membership after(Snapshot head, Cards cards) {
        Governance governance = head.state().governance();
        Optional<RosterChange> decided = governance.roster(head.height() + 1);
        if (decided.isEmpty()) {
            Network founders = cards.founders();
            List<MemberId> numbered =
                    founders.nodes().stream().map(node -> node.member().id()).toList();
            return new Membership(founders, numbered, 1, 1);
        }
        List<MemberId> numbered = governance.members();
        List<Network.Node> nodes = new ArrayList<>();
        for (Member member : decided.get().members()) {
            Card card = cards.of(member)
                    .orElseThrow(() -> new SubmitFault(
                            SubmitFault.Kind.NO_CARD,
                            Map.of("member", member.id().text()),
                            null));
            nodes.add(new Network.Node(card, numbered.indexOf(member.id())));
        }
        Network network = new Network(cards.log(), nodes);
        return new Membership(
                network, numbered, decided.get().number(), decided.get().fromHeight());
    }

    /** The number of the roster that orders the block after {@code height}, as {@code head} tells. */
    static long rosterAfter(long height, Snapshot head) {
        // Before the founding the founders order.
        return Math.max(1, head.state().governance().rosterNumber(height + 1));
    }

    /** The member whose node has a number, now or formerly. */
    Optional<MemberId> member(long node) {
        return node >= 0 && node < numbered.size() ? Optional.of(numbered.get((int) node)) : Optional.empty();
    }

    /** What checkpoints are checked with. */
    Policy policy() {
        return network.roster().policy();
    }
}
