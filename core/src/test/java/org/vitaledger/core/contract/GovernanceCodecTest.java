package org.vitaledger.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.core.contract.World.START;
import static org.vitaledger.core.contract.World.member;
import static org.vitaledger.core.contract.World.memberId;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.core.governance.Proposal;
import org.vitaledger.core.governance.RosterChange;
import org.vitaledger.core.governance.Standing;
import org.vitaledger.core.governance.VersionChange;
import org.vitaledger.core.value.Member;

class GovernanceCodecTest {
    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsTheRecordsThatItWrote(int seed) throws CborRejected {
        SplittableRandom random = new SplittableRandom(seed);
        Proposal proposal = proposal(random);
        assertThat(again(out -> GovernanceCodec.write(out, proposal), GovernanceCodec::readProposal))
                .isEqualTo(proposal);
        RosterChange roster = new RosterChange(1 + number(random), number(random), members(random));
        assertThat(again(out -> GovernanceCodec.write(out, roster), GovernanceCodec::readRoster))
                .isEqualTo(roster);
        Governance.Seat seat =
                new Governance.Seat(members(random).getFirst(), one(random, EnumSet.allOf(Standing.class)));
        assertThat(again(out -> GovernanceCodec.write(out, seat), GovernanceCodec::readSeat))
                .isEqualTo(seat);
    }

    /** A change of these bytes is a change of every state root ever signed: it must never happen by accident. */
    @Test
    void writesTheBytesThatItAlwaysWrote() {
        Proposal proposal = new Proposal(
                        3,
                        new Change.SuspendMember(memberId(2)),
                        START,
                        List.of(new Proposal.Ballot(memberId(3), Choice.APPROVE)),
                        Optional.empty())
                .with(new Proposal.Decision(Proposal.Result.REJECTED, 24));
        assertThat(bytes(out -> GovernanceCodec.write(out, proposal)))
                .isEqualTo("85038202706d656d6265722d322e6578616d706c651b0000019b76daa8008182706d656d6265722d332e65"
                        + "78616d706c650182021818");
        assertThat(bytes(out -> GovernanceCodec.write(out, new VersionChange(2, 10))))
                .isEqualTo("82020a");
        assertThat(bytes(out -> GovernanceCodec.write(out, new RosterChange(2, 7, List.of(member(memberId(2)))))))
                .startsWith("8302078184706d656d6265722d322e6578616d706c65582001");
        assertThat(bytes(out -> GovernanceCodec.write(out, new Governance.Seat(member(memberId(2)), Standing.REMOVED))))
                .startsWith("8284706d656d6265722d322e6578616d706c65582001")
                .endsWith("5820"
                        + Hash.sha256(Bytes.utf8("member-2.example")).bytes().hex() + "03");
    }

    private static Proposal proposal(SplittableRandom random) {
        Proposal proposal = new Proposal(
                1 + number(random),
                change(random),
                START.plusMillis(number(random)),
                List.of(new Proposal.Ballot(memberId(1), Choice.APPROVE)),
                Optional.empty());
        for (int n = 2; n < 2 + random.nextInt(6); n++) {
            proposal = proposal.with(new Proposal.Ballot(memberId(n), one(random, EnumSet.allOf(Choice.class))));
        }
        return random.nextBoolean()
                ? proposal
                : proposal.with(
                        new Proposal.Decision(one(random, EnumSet.allOf(Proposal.Result.class)), number(random)));
    }

    private static Change change(SplittableRandom random) {
        Member member = members(random).getFirst();
        return switch (random.nextInt(7)) {
            case 0 -> new Change.AdmitMember(member);
            case 1 -> new Change.SuspendMember(member.id());
            case 2 -> new Change.ReinstateMember(member.id());
            case 3 -> new Change.RemoveMember(member.id());
            case 4 -> new Change.RotateMemberKeys(member);
            case 5 -> new Change.SetParameter("a-name", random.nextLong());
            default -> new Change.SetContractVersion(new VersionChange(1 + random.nextInt(9), number(random)));
        };
    }

    private static List<Member> members(SplittableRandom random) {
        return random.ints(1 + random.nextInt(5), 1, 200)
                .mapToObj(n -> member(memberId(n), n))
                .map(member ->
                        random.nextBoolean() ? member : new Member(member.id(), member.ed25519(), member.mlDsa44()))
                .toList();
    }

    private static <T> T one(SplittableRandom random, Set<T> all) {
        return List.copyOf(all).get(random.nextInt(all.size()));
    }

    private static long number(SplittableRandom random) {
        return random.nextLong(1L << random.nextInt(1, 50));
    }

    private static <T> T again(Records.Encoder encoder, Records.Decoder<T> decoder) throws CborRejected {
        CborWriter out = new CborWriter();
        encoder.write(out);
        CborReader in = CborReader.deterministic(out.toArray());
        T value = decoder.read(in);
        in.end();
        return value;
    }

    private static String bytes(Records.Encoder encoder) {
        CborWriter out = new CborWriter();
        encoder.write(out);
        return out.toBytes().hex();
    }
}
