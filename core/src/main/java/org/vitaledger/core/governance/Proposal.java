package org.vitaledger.core.governance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.value.MemberId;

/**
 * A change that members vote on.
 *
 * @param number from 1 without gaps
 * @param change what it asks for
 * @param deadline when voting ends, in consensus time (exclusive, milliseconds)
 * @param ballots one a member in the order of voting; the first is the proposer's approval
 * @param decision what came of it, or empty while it is open and after it expired
 */
public record Proposal(
        long number, Change change, Instant deadline, List<Ballot> ballots, Optional<Decision> decision) {
    public Proposal {
        ballots = List.copyOf(ballots);
        if (number < 1 || ballots.isEmpty()) {
            throw new IllegalArgumentException("a proposal is numbered from 1 and has its proposer's ballot");
        }
    }

    /**
     * A member's vote.
     *
     * @param member who
     * @param choice what
     */
    public record Ballot(MemberId member, Choice choice) {}

    /**
     * What came of a proposal.
     *
     * @param result how it ended
     * @param height the block that decided it
     */
    public record Decision(Result result, long height) {}

    /** How a proposal ended. The numbers stand on the ledger. */
    public enum Result {
        /** Enough members approved, and the change was made. */
        ADOPTED(1),
        /** Enough members could not approve any more. */
        REJECTED(2),
        /** Other decisions had made the change impossible, or its proposer was removed; nothing was changed. */
        VOID(3);

        private final int code;

        Result(int code) {
            this.code = code;
        }

        /** The number that stands on the ledger. */
        public int code() {
            return code;
        }
    }

    /** Who made it. */
    public MemberId proposer() {
        return ballots.getFirst().member();
    }

    /** Whether it may be voted on at a consensus time. */
    public boolean isOpen(Instant now) {
        return decision.isEmpty() && now.isBefore(deadline);
    }

    /** What a member voted. */
    public Optional<Choice> choice(MemberId member) {
        return ballots.stream()
                .filter(ballot -> ballot.member().equals(member))
                .map(Ballot::choice)
                .findFirst();
    }

    /** How many of {@code members} voted like this. */
    public long count(Choice choice, Collection<MemberId> members) {
        return ballots.stream()
                .filter(ballot -> ballot.choice() == choice && members.contains(ballot.member()))
                .count();
    }

    /** This proposal with one more ballot. */
    public Proposal with(Ballot ballot) {
        List<Ballot> more = new ArrayList<>(ballots);
        more.add(ballot);
        return new Proposal(number, change, deadline, more, decision);
    }

    /** This proposal without the ballot of a member that did not make it. */
    public Proposal without(MemberId member) {
        List<Ballot> fewer = ballots.stream()
                .filter(ballot -> !ballot.member().equals(member))
                .toList();
        return new Proposal(number, change, deadline, fewer, decision);
    }

    /** This proposal, decided. */
    public Proposal with(Decision end) {
        return new Proposal(number, change, deadline, ballots, Optional.of(end));
    }
}
