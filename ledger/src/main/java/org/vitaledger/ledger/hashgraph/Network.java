package org.vitaledger.ledger.hashgraph;

import java.util.List;
import java.util.Optional;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Roster;

/**
 * The members that order and how they reach each other; the same at every member. All have equal weight, as in the
 * tlog-policy that outsiders verify with.
 *
 * @param log the key that signs the log's checkpoints, named by the log's origin
 * @param nodes one a member, at least one
 */
record Network(VerifierKey log, List<Node> nodes) {
    /**
     * A member's node.
     *
     * @param card how it is reached, with the keys that the member cosigns with
     * @param id its number at the consensus engine, not negative
     */
    record Node(Card card, long id) {
        Member member() {
            return card.member();
        }
    }

    Network {
        nodes = List.copyOf(nodes);
    }

    /** What outsiders verify with. */
    Roster roster() {
        return new Roster(log, nodes.stream().map(Node::member).toList());
    }

    /** How many of so many members make a checkpoint final. */
    static int quorum(int members) {
        return 2 * members / 3 + 1;
    }

    /** The node of {@code member}. */
    Optional<Node> of(MemberId member) {
        return nodes.stream().filter(node -> node.member().id().equals(member)).findFirst();
    }
}
