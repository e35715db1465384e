package org.vitaledger.core.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.governance.Parameter;
import org.vitaledger.core.governance.Proposal;
import org.vitaledger.core.governance.RosterChange;
import org.vitaledger.core.governance.Standing;
import org.vitaledger.core.governance.VersionChange;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;

/**
 * The part of a {@link State} that members decide on (ADR 0011). A member's standing holds from the decision on; rosters
 * and versions hold from a height on, and past ones stay, so that old blocks can be checked. Immutable, for any thread.
 */
public final class Governance {
    private final Records records;

    Governance(Records records) {
        this.records = records;
    }

    /**
     * A member with its standing.
     *
     * @param member with the keys and the card decided last, which hold once the roster that has them does
     * @param standing whether it may submit and vote
     */
    public record Seat(Member member, Standing standing) {}

    Records records() {
        return records;
    }

    /**
     * The ids of all members, suspended and removed ones included, in the order of their first admission: the place, from 0, is
     * the number of a member's node, which never becomes another's.
     */
    public List<MemberId> members() {
        return records.list(
                StateKey.members(), in -> new MemberId(in.readBytes().utf8()));
    }

    /** A member with its standing, also a suspended or removed one. */
    public Optional<Seat> seat(MemberId id) {
        return records.find(StateKey.member(id), GovernanceCodec::readSeat);
    }

    /** The seats of all members, in the order of {@link #members()}. */
    public List<Seat> seats() {
        return members().stream().map(id -> seat(id).orElseThrow()).toList();
    }

    /** The members that submit and vote, in the order of {@link #members()}. */
    public List<Member> active() {
        return seats().stream()
                .filter(seat -> seat.standing() == Standing.ACTIVE)
                .map(Seat::member)
                .toList();
    }

    /** The roster that orders and cosigns a block; empty before the founding. */
    public Optional<RosterChange> roster(long height) {
        List<Long> heights = rosterHeights();
        return roster((int) heights.stream().filter(from -> from <= height).count(), heights);
    }

    /** The number of the roster that orders and cosigns a block; 0 before the founding. */
    public long rosterNumber(long height) {
        return rosterHeights().stream().filter(from -> from <= height).count();
    }

    /** The first roster that holds only after a block, if one is decided. */
    public Optional<RosterChange> nextRoster(long height) {
        List<Long> heights = rosterHeights();
        return roster((int) heights.stream().filter(from -> from <= height).count() + 1, heights);
    }

    /** The founders; empty before the founding. */
    public Optional<RosterChange> firstRoster() {
        return roster(1, rosterHeights());
    }

    private Optional<RosterChange> roster(int number, List<Long> heights) {
        return number < 1 || number > heights.size()
                ? Optional.empty()
                : records.find(StateKey.roster(number), GovernanceCodec::readRoster);
    }

    private List<Long> rosterHeights() {
        return records.list(StateKey.rosters(), CborReader::readUnsigned);
    }

    /** The version of the contracts that a block is made by. */
    public int version(long height) {
        int version = Contracts.FIRST_VERSION;
        for (VersionChange change : versions()) {
            version = change.fromHeight() <= height ? change.version() : version;
        }
        return version;
    }

    /** All versions that were decided, ascending, those of the future included. */
    public List<VersionChange> versions() {
        return records.list(StateKey.versions(), GovernanceCodec::readVersion);
    }

    /** The value of a parameter. */
    public long parameter(Parameter parameter) {
        return records.find(StateKey.parameter(parameter), CborReader::readLong).orElse(parameter.initial());
    }

    /** A proposal, also a decided or expired one. */
    public Optional<Proposal> proposal(long number) {
        return records.find(StateKey.proposal(number), GovernanceCodec::readProposal);
    }

    /** How many proposals there were; they are numbered from 1. */
    public long proposals() {
        return numbers().count();
    }

    /** The numbers of the proposals that are not decided, ascending; some may have expired meanwhile. */
    public List<Long> undecided() {
        return numbers().undecided();
    }

    private record Numbers(long count, List<Long> undecided) {}

    private Numbers numbers() {
        return records.find(StateKey.proposals(), in -> {
                    in.readArray(2);
                    return new Numbers(in.readUnsigned(), Records.readList(in, CborReader::readUnsigned));
                })
                .orElse(new Numbers(0, List.of()));
    }

    Governance with(Seat seat) {
        MemberId id = seat.member().id();
        Records next = records.put(StateKey.member(id), out -> GovernanceCodec.write(out, seat));
        return new Governance(seat(id).isPresent() ? next : next.append(StateKey.members(), Bytes.utf8(id.text())));
    }

    /** With the active members as roster from a height on, or from where a later one begins, unless that is it. */
    Governance withRosterFrom(long height) {
        List<Long> heights = new ArrayList<>(rosterHeights());
        Optional<RosterChange> last = roster(heights.size(), heights);
        if (last.map(RosterChange::members).filter(active()::equals).isPresent()) {
            return this;
        }
        if (heights.isEmpty() || heights.getLast() < height) {
            heights.add(height);
        }
        RosterChange next = new RosterChange(heights.size(), heights.getLast(), active());
        return new Governance(records.put(StateKey.rosters(), out -> writeNumbers(out, heights))
                .put(StateKey.roster(next.number()), out -> GovernanceCodec.write(out, next)));
    }

    Governance with(VersionChange next) {
        List<VersionChange> changes = new ArrayList<>(versions());
        changes.add(next);
        return new Governance(records.put(StateKey.versions(), out -> {
            out.writeArray(changes.size());
            changes.forEach(change -> GovernanceCodec.write(out, change));
        }));
    }

    Governance with(Parameter parameter, long value) {
        return new Governance(records.put(StateKey.parameter(parameter), out -> out.writeLong(value)));
    }

    Governance with(Proposal proposal) {
        return new Governance(
                records.put(StateKey.proposal(proposal.number()), out -> GovernanceCodec.write(out, proposal)));
    }

    Governance withUndecided(long count, List<Long> undecided) {
        return new Governance(records.put(StateKey.proposals(), out -> {
            out.writeArray(2).writeLong(count);
            writeNumbers(out, undecided);
        }));
    }

    private static void writeNumbers(CborWriter out, List<Long> numbers) {
        out.writeArray(numbers.size());
        numbers.forEach(out::writeLong);
    }
}
