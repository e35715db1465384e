package org.vitaledger.ledger.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.PolicyCheck.Cosignature;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.core.sign.Signatures;

/**
 * A checkpoint that a log of the policy signed. Its cosignatures hold, but they may be fewer than the quorum: whoever signed
 * answers for the signature all the same.
 *
 * @param note as it was served
 * @param checkpoint what the note says
 * @param log the key that signed it
 * @param cosignatures those of the policy's witnesses
 * @param accepted whether they make the quorum
 */
record SignedCheckpoint(
        SignedNote note, Checkpoint checkpoint, VerifierKey log, List<Cosignature> cosignatures, boolean accepted) {
    SignedCheckpoint {
        cosignatures = List.copyOf(cosignatures);
    }

    /** What {@code note} is under {@code policy}; empty if no log of it signed, or a signature does not hold. */
    static Optional<SignedCheckpoint> of(SignedNote note, Policy policy, Signatures with) {
        return of(note, policy, policy.check(note, with));
    }

    /** As {@link #of(SignedNote, Policy, Signatures)}, of a note that was checked. */
    static Optional<SignedCheckpoint> of(SignedNote note, Policy policy, PolicyCheck check) {
        return switch (check) {
            case PolicyCheck.Accepted(var checkpoint, var log, var cosignatures) ->
                Optional.of(new SignedCheckpoint(note, checkpoint, log.key(), cosignatures, true));
            case PolicyCheck.Refused(var reason, var _, var cosignatures)
            when reason == PolicyCheck.Reason.QUORUM_NOT_REACHED -> Optional.of(of(note, policy, cosignatures));
            case PolicyCheck.Refused _ -> Optional.empty();
        };
    }

    private static SignedCheckpoint of(SignedNote note, Policy policy, List<Cosignature> cosignatures) {
        try {
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            Policy.Log log = policy.logs().stream()
                    .filter(candidate -> candidate.key().name().equals(checkpoint.origin()))
                    .findFirst()
                    .orElseThrow();
            return new SignedCheckpoint(note, checkpoint, log.key(), cosignatures, false);
        } catch (NoteRejected e) {
            throw new IllegalStateException("a policy counts cosignatures of checkpoints only", e);
        }
    }

    /** The names of those whose keys cosigned both. */
    List<String> cosignersAlsoOf(SignedCheckpoint other) {
        List<String> names = new ArrayList<>();
        for (Cosignature mine : cosignatures) {
            boolean both = other.cosignatures.stream()
                    .anyMatch(theirs -> theirs.witness().equals(mine.witness()));
            addOnce(names, both, mine);
        }
        return names;
    }

    /** The names of those whose keys cosigned {@code larger} before they cosigned this, as their own times tell. */
    List<String> cosignersWentBackFrom(SignedCheckpoint larger) {
        List<String> names = new ArrayList<>();
        for (Cosignature mine : cosignatures) {
            // A time of 0 makes no statement.
            boolean back = larger.cosignatures.stream()
                    .anyMatch(theirs -> theirs.witness().equals(mine.witness())
                            && theirs.posixSeconds() > 0
                            && theirs.posixSeconds() < mine.posixSeconds());
            addOnce(names, back, mine);
        }
        return names;
    }

    private static void addOnce(List<String> names, boolean wanted, Cosignature cosignature) {
        String name = cosignature.witness().key().name();
        if (wanted && !names.contains(name)) {
            names.add(name);
        }
    }
}
