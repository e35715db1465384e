package org.vitaledger.core.contract;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborType;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.core.governance.Proposal;
import org.vitaledger.core.governance.RosterChange;
import org.vitaledger.core.governance.Standing;
import org.vitaledger.core.governance.VersionChange;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;

/** The canonical bytes of what members decide. Kinds of change never change their meaning. */
final class GovernanceCodec {
    private GovernanceCodec() {}

    static void write(CborWriter out, Change change) {
        switch (change) {
            case Change.AdmitMember c -> writeMember(out, 1, c.member());
            case Change.SuspendMember c -> writeSubject(out, 2, c);
            case Change.ReinstateMember c -> writeSubject(out, 3, c);
            case Change.RemoveMember c -> writeSubject(out, 4, c);
            case Change.RotateMemberKeys c -> writeMember(out, 5, c.member());
            case Change.SetParameter c ->
                out.writeArray(3).writeLong(6).writeText(c.name()).writeLong(c.value());
            case Change.SetContractVersion c -> {
                out.writeArray(2).writeLong(7);
                write(out, c.next());
            }
        }
    }

    private static void writeMember(CborWriter out, int kind, Member member) {
        out.writeArray(2).writeLong(kind);
        ValueCodec.write(out, member);
    }

    private static void writeSubject(CborWriter out, int kind, Change.OfRoster change) {
        out.writeArray(2).writeLong(kind).writeText(change.subject().text());
    }

    static Change readChange(CborReader in) throws CborRejected {
        int fields = in.readArray();
        int kind = in.readInt();
        if (fields != (kind == 6 ? 3 : 2)) {
            throw new IllegalArgumentException("a change of another shape");
        }
        return switch (kind) {
            case 1 -> new Change.AdmitMember(ValueCodec.readMember(in));
            case 2 -> new Change.SuspendMember(new MemberId(in.readText()));
            case 3 -> new Change.ReinstateMember(new MemberId(in.readText()));
            case 4 -> new Change.RemoveMember(new MemberId(in.readText()));
            case 5 -> new Change.RotateMemberKeys(ValueCodec.readMember(in));
            case 6 -> new Change.SetParameter(in.readText(), in.readLong());
            case 7 -> new Change.SetContractVersion(readVersion(in));
            default -> throw new IllegalArgumentException("unknown kind of change");
        };
    }

    static Choice readChoice(CborReader in) throws CborRejected {
        return ValueCodec.byCode(Choice.values(), Choice::code, in.readInt());
    }

    static void writeMembers(CborWriter out, List<Member> members) {
        out.writeArray(members.size());
        members.forEach(member -> ValueCodec.write(out, member));
    }

    static void write(CborWriter out, Governance.Seat seat) {
        out.writeArray(2);
        ValueCodec.write(out, seat.member());
        out.writeLong(seat.standing().code());
    }

    static Governance.Seat readSeat(CborReader in) throws CborRejected {
        in.readArray(2);
        return new Governance.Seat(
                ValueCodec.readMember(in), ValueCodec.byCode(Standing.values(), Standing::code, in.readInt()));
    }

    static void write(CborWriter out, RosterChange roster) {
        out.writeArray(3).writeLong(roster.number()).writeLong(roster.fromHeight());
        writeMembers(out, roster.members());
    }

    static RosterChange readRoster(CborReader in) throws CborRejected {
        in.readArray(3);
        return new RosterChange(in.readUnsigned(), in.readUnsigned(), Records.readList(in, ValueCodec::readMember));
    }

    static void write(CborWriter out, VersionChange change) {
        out.writeArray(2).writeLong(change.version()).writeLong(change.fromHeight());
    }

    static VersionChange readVersion(CborReader in) throws CborRejected {
        in.readArray(2);
        return new VersionChange(in.readInt(), in.readUnsigned());
    }

    static void write(CborWriter out, Proposal proposal) {
        out.writeArray(5).writeLong(proposal.number());
        write(out, proposal.change());
        out.writeLong(proposal.deadline().toEpochMilli())
                .writeArray(proposal.ballots().size());
        for (Proposal.Ballot ballot : proposal.ballots()) {
            out.writeArray(2)
                    .writeText(ballot.member().text())
                    .writeLong(ballot.choice().code());
        }
        if (proposal.decision().isPresent()) {
            Proposal.Decision decision = proposal.decision().get();
            out.writeArray(2).writeLong(decision.result().code()).writeLong(decision.height());
        } else {
            out.writeNull();
        }
    }

    static Proposal readProposal(CborReader in) throws CborRejected {
        in.readArray(5);
        return new Proposal(
                in.readUnsigned(),
                readChange(in),
                Instant.ofEpochMilli(in.readLong()),
                Records.readList(in, GovernanceCodec::readBallot),
                readDecision(in));
    }

    private static Proposal.Ballot readBallot(CborReader in) throws CborRejected {
        in.readArray(2);
        return new Proposal.Ballot(new MemberId(in.readText()), readChoice(in));
    }

    private static Optional<Proposal.Decision> readDecision(CborReader in) throws CborRejected {
        if (in.peek() == CborType.NULL) {
            in.readNull();
            return Optional.empty();
        }
        in.readArray(2);
        Proposal.Result result = ValueCodec.byCode(Proposal.Result.values(), Proposal.Result::code, in.readInt());
        return Optional.of(new Proposal.Decision(result, in.readUnsigned()));
    }
}
