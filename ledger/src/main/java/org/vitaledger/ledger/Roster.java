package org.vitaledger.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.core.value.Member;

/**
 * The members of a consortium and the key of its log, as the C2SP tlog-policy that outsiders verify with. A member has
 * cosigned when both of its keys have; a checkpoint is valid at more than two thirds of the members.
 *
 * @param log the key that signs the log's checkpoints, named by the log's origin
 * @param members at least one
 */
public record Roster(VerifierKey log, List<Member> members) {
    /** Not a keyword of the format, which some parsers refuse as a name. */
    private static final String QUORUM = "members";

    public Roster {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a consortium has at least one member");
        }
    }

    /** The policy, the same for equal rosters. */
    public Policy policy() {
        List<Policy.Witness> witnesses = new ArrayList<>();
        List<Policy.Group> groups = new ArrayList<>();
        for (Member member : members) {
            String name = member.id().text();
            VerifierKey ed25519 = new VerifierKey(name, SignatureType.COSIGNATURE_ED25519, member.ed25519());
            VerifierKey mlDsa44 = new VerifierKey(name, SignatureType.COSIGNATURE_ML_DSA_44, member.mlDsa44());
            witnesses.add(new Policy.Witness(name + ":ed25519", ed25519, Optional.empty()));
            witnesses.add(new Policy.Witness(name + ":ml-dsa-44", mlDsa44, Optional.empty()));
            groups.add(new Policy.Group(name + ":member", 2, List.of(name + ":ed25519", name + ":ml-dsa-44")));
        }
        List<String> all = groups.stream().map(Policy.Group::name).toList();
        groups.add(new Policy.Group(QUORUM, 2 * members.size() / 3 + 1, all));
        return new Policy(List.of(new Policy.Log(log, Optional.empty())), witnesses, groups, QUORUM);
    }
}
