package org.vitaledger.core.note;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.sign.Signatures;

/** One check of one note under one policy. */
final class PolicyChecker {
    private final Policy policy;
    private final SignedNote note;
    private final Signatures with;
    private final List<PolicyCheck.Cosignature> cosignatures = new ArrayList<>();

    PolicyChecker(Policy policy, SignedNote note, Signatures with) {
        this.policy = policy;
        this.note = note;
        this.with = with;
    }

    PolicyCheck check() {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(note.text());
        } catch (NoteRejected e) {
            return refused(PolicyCheck.Reason.NOT_A_CHECKPOINT, "");
        }
        List<Policy.Log> logs = policy.logs().stream()
                .filter(log -> log.key().name().equals(checkpoint.origin()))
                .toList();
        if (logs.isEmpty()) {
            return refused(PolicyCheck.Reason.UNKNOWN_LOG, checkpoint.origin());
        }
        Policy.Log signer = null;
        for (Policy.Log log : logs) {
            switch (note.check(log.key(), with)) {
                case SignatureCheck.Absent() -> {}
                case SignatureCheck.Invalid() -> {
                    return refused(PolicyCheck.Reason.BAD_SIGNATURE, log.key().name());
                }
                case SignatureCheck.Valid valid -> signer = signer == null ? log : signer;
            }
        }
        return check(checkpoint, signer);
    }

    private PolicyCheck check(Checkpoint checkpoint, Policy.@Nullable Log signer) {
        for (Policy.Witness witness : policy.witnesses()) {
            switch (note.check(witness.key(), with)) {
                case SignatureCheck.Absent() -> {}
                case SignatureCheck.Invalid() -> {
                    return refused(
                            PolicyCheck.Reason.BAD_SIGNATURE, witness.key().name());
                }
                case SignatureCheck.Valid(var time) ->
                    cosignatures.add(new PolicyCheck.Cosignature(witness, time.orElse(0)));
            }
        }
        if (signer == null) {
            return refused(PolicyCheck.Reason.LOG_SIGNATURE_MISSING, checkpoint.origin());
        }
        boolean reached = policy.reached(cosignatures.stream()
                .map(cosignature -> cosignature.witness().name())
                .collect(Collectors.toSet()));
        return reached
                ? new PolicyCheck.Accepted(checkpoint, signer, cosignatures)
                : refused(PolicyCheck.Reason.QUORUM_NOT_REACHED, "");
    }

    private PolicyCheck refused(PolicyCheck.Reason reason, String keyName) {
        return new PolicyCheck.Refused(reason, keyName, cosignatures);
    }
}
