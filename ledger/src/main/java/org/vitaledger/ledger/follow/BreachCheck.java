package org.vitaledger.ledger.follow;

import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.ConsistencyProof;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.sign.Signatures;

/** Verifies evidence against a log, offline. Never throws on hostile input. */
public final class BreachCheck {
    private final Policy policy;
    private final Signatures signatures;

    BreachCheck(Policy policy, Signatures signatures) {
        this.policy = policy;
        this.signatures = signatures;
    }

    /**
     * Verifies a file of evidence.
     *
     * @param file what {@link Breach#encode()} wrote
     * @param policy the C2SP tlog-policy of the log at that time
     */
    public static BreachVerdict verify(byte[] file, byte[] policy, Signatures signatures) {
        try {
            BreachCheck check = new BreachCheck(Policy.parse(policy), signatures);
            return Breach.parse(file)
                    .map(check::verdict)
                    .orElseGet(() -> new BreachVerdict.Refuted("the file is not evidence of a breach, or was changed"));
        } catch (NoteRejected e) {
            return new BreachVerdict.Refuted("the policy is not readable: " + e.getMessage());
        }
    }

    BreachVerdict verdict(Breach breach) {
        Optional<SignedCheckpoint> first = SignedCheckpoint.of(breach.first(), policy, signatures);
        Optional<SignedCheckpoint> second = SignedCheckpoint.of(breach.second(), policy, signatures);
        if (first.isEmpty() || second.isEmpty()) {
            return new BreachVerdict.Refuted("a checkpoint is not signed by a log of the policy");
        }
        SignedCheckpoint one = first.get();
        SignedCheckpoint other = second.get();
        if (!one.checkpoint().origin().equals(other.checkpoint().origin())) {
            return new BreachVerdict.Refuted("the checkpoints are of different logs");
        }
        if (!irreconcilable(breach, one.checkpoint(), other.checkpoint())) {
            return new BreachVerdict.Refuted("both checkpoints can be of one log that grew");
        }
        List<String> signers = signers(breach.kind(), one, other);
        return signers.isEmpty()
                ? new BreachVerdict.Refuted("nobody of the policy cosigned both checkpoints")
                : new BreachVerdict.Proved(breach.kind(), one.checkpoint(), other.checkpoint(), signers);
    }

    private static boolean irreconcilable(Breach breach, Checkpoint first, Checkpoint second) {
        return switch (breach.kind()) {
            case TWO_ROOTS -> first.size() == second.size() && !first.root().equals(second.root());
            case INCONSISTENT -> leadsElsewhere(breach, first, second);
            case WENT_BACK -> first.size() < second.size();
        };
    }

    /** The path binds the second root to one root at the smaller size; if that is another, the first is of another tree. */
    private static boolean leadsElsewhere(Breach breach, Checkpoint first, Checkpoint second) {
        Hash there = breach.otherRoot().orElseThrow();
        ConsistencyProof path = new ConsistencyProof(first.size(), second.size(), breach.path());
        return first.size() < second.size() && !there.equals(first.root()) && path.verify(there, second.root());
    }

    private List<String> signers(Breach.Kind kind, SignedCheckpoint first, SignedCheckpoint second) {
        if (kind == Breach.Kind.WENT_BACK) {
            return first.cosignersWentBackFrom(second);
        }
        List<String> both = first.cosignersAlsoOf(second);
        boolean logAlone = both.isEmpty() && policy.quorum().equals(Policy.NONE);
        return logAlone && first.log().equals(second.log())
                ? List.of(first.log().name())
                : both;
    }
}
