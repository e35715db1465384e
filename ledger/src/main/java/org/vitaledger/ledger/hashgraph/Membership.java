package org.vitaledger.ledger.hashgraph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.core.governance.RosterChange;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;

/**
 * Who orders the next block, by the ledger, and where these members are, by the network configuration. Before the founding
 * all of the configuration do.
 *
 * @param cards all that the configuration knows: also former members, whose commands stand in the log, and future ones
 * @param network those that order
 * @param roster the number of their roster
 * @param fromHeight the first block that this roster orders
 */
record Membership(Network cards, Network network, long roster, long fromHeight) {
    /**
     * Who orders what follows on {@code head}.
     *
     * @throws SubmitFault of kind NO_CARD if the configuration doesn't tell where one of them is
     */
    static Membership after(Snapshot head, Network cards) {
        Optional<RosterChange> decided = head.state().governance().roster(head.height() + 1);
        if (decided.isEmpty()) {
            return new Membership(cards, cards, 1, 1);
        }
        List<Network.Node> nodes = new ArrayList<>();
        for (Member member : decided.get().members()) {
            Network.Node card = cards.of(member.id())
                    .orElseThrow(() -> new SubmitFault(
                            SubmitFault.Kind.NO_CARD,
                            Map.of("member", member.id().text()),
                            null));
            nodes.add(card.with(member));
        }
        Network network = new Network(cards.log(), nodes);
        return new Membership(
                cards, network, decided.get().number(), decided.get().fromHeight());
    }

    /** The number of the roster that orders the block after {@code height}, as {@code head} tells. */
    static long rosterAfter(long height, Snapshot head) {
        // Before the founding the founders order.
        return Math.max(1, head.state().governance().rosterNumber(height + 1));
    }

    /** The member whose node has a number, now or formerly. */
    Optional<MemberId> member(long node) {
        return cards.member(node);
    }

    /** What checkpoints are checked with. */
    Policy policy() {
        return network.roster().policy();
    }
}
