package org.vitaledger.ledger.hashgraph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Roster;

/**
 * The network configuration of a member: the cards that it was given. Which of them hold is the ledger's to say, once the
 * consortium is founded.
 *
 * @param log the key that signs the log's checkpoints, named by the log's origin
 * @param all those of the founders in their order, then others; several of a member if it has changed its own
 */
public record Cards(VerifierKey log, List<Card> all) {
    public Cards {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a consortium has at least one member");
        }
        for (int i = 0; i < all.size(); i++) {
            for (Card other : all.subList(0, i)) {
                if (!all.get(i).isBeside(other)) {
                    throw new IllegalArgumentException(
                            "a card is there once, and members have certificates of their own");
                }
            }
        }
    }

    /**
     * These cards and one more.
     *
     * @throws IllegalArgumentException if it is there already, or a certificate is another member's
     */
    public Cards with(Card card) {
        List<Card> more = new ArrayList<>(all);
        more.add(card);
        return new Cards(log, more);
    }

    /** The cards of a member, the newest last. */
    public List<Card> of(MemberId member) {
        return all.stream().filter(card -> card.member().id().equals(member)).toList();
    }

    /** The card of a member, with its keys, as the ledger lists it. */
    Optional<Card> of(Member listed) {
        return all.stream().filter(card -> card.member().equals(listed)).findFirst();
    }

    /** What a member may show as its TLS certificate, DER: the ledger may list another card of it by now. */
    List<Bytes> tlsCertificates(MemberId member) {
        return of(member).stream().map(Card::tlsCertificate).toList();
    }

    /** The members before the founding, with their first cards and numbered in their order. */
    Network founders() {
        List<Card> first = all.stream()
                .filter(card -> of(card.member().id()).getFirst().equals(card))
                .toList();
        return new Network(
                log,
                IntStream.range(0, first.size())
                        .mapToObj(i -> new Network.Node(first.get(i), i))
                        .toList());
    }

    /** All members by their newest cards, for who knows no log that tells which hold. */
    Roster newest() {
        List<Member> members = founders().nodes().stream()
                .map(node -> of(node.member().id()).getLast().member())
                .toList();
        return new Roster(log, members);
    }

    /** What outsiders verify with before the founding. */
    public Roster roster() {
        return founders().roster();
    }
}
