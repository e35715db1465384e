package org.vitaledger.ledger.hashgraph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Roster;

/**
 * The members of a consortium and how they reach each other; the same at every member. All have equal weight, as in the
 * tlog-policy that outsiders verify with.
 *
 * @param log the key that signs the log's checkpoints, named by the log's origin
 * @param nodes one a member, at least one
 */
public record Network(VerifierKey log, List<Node> nodes) {
    /**
     * A member's node.
     *
     * @param member with the keys that cosign
     * @param id its number at the consensus engine, not negative
     * @param gossip where its engine listens
     * @param gossipCertificate what its engine signs with, DER
     * @param endpoint where it answers the other members
     * @param tlsCertificate what it shows there, and shows when it asks, DER
     */
    public record Node(
            Member member, long id, Address gossip, Bytes gossipCertificate, Address endpoint, Bytes tlsCertificate) {
        /** The same node with the keys that {@code known} has. */
        public Node with(Member known) {
            return new Node(known, id, gossip, gossipCertificate, endpoint, tlsCertificate);
        }
    }

    /**
     * A host and a port.
     *
     * @param host a name or an IPv4 address
     * @param port 1 to 65535
     */
    public record Address(String host, int port) {}

    public Network {
        nodes = List.copyOf(nodes);
        Set<Object> seen = new HashSet<>();
        for (Node node : nodes) {
            if (!seen.add(node.id())
                    || !seen.add(node.member().id())
                    || !seen.add(node.tlsCertificate())
                    || !seen.add(node.gossipCertificate())) {
                throw new IllegalArgumentException("members have names, numbers and certificates of their own");
            }
        }
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a consortium has at least one member");
        }
    }

    /**
     * This network and one more node.
     *
     * @throws IllegalArgumentException if a node has one of its name, number or certificates already
     */
    public Network with(Node node) {
        List<Node> all = new ArrayList<>(nodes);
        all.add(node);
        return new Network(log, all);
    }

    /** What outsiders verify with. */
    public Roster roster() {
        return new Roster(log, nodes.stream().map(Node::member).toList());
    }

    /** How many of so many members make a checkpoint final. */
    static int quorum(int members) {
        return 2 * members / 3 + 1;
    }

    /** The node of {@code member}. */
    public Optional<Node> of(MemberId member) {
        return nodes.stream().filter(node -> node.member().id().equals(member)).findFirst();
    }

    /** The member whose node has the number {@code id}. */
    Optional<MemberId> member(long id) {
        return nodes.stream()
                .filter(node -> node.id() == id)
                .map(node -> node.member().id())
                .findFirst();
    }
}
