package org.vitaledger.core.proof;

import org.vitaledger.core.code.CodeMap;
import org.vitaledger.core.merkle.InclusionProof;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.TlogProof;
import org.vitaledger.core.proof.Verdict.Step;
import org.vitaledger.core.sign.Signatures;

/**
 * Checks proof files with nothing but a policy: from the checkpoint's signatures down to the bytes in question. A pure
 * function of its arguments, safe for any thread; hostile files are refuted or unreadable, never thrown at.
 */
public final class ProofVerifier {
    private final Policy policy;
    private final Signatures signatures;

    private final CodeMap codes;

    private ProofVerifier(Policy policy, Signatures signatures, CodeMap codes) {
        this.policy = policy;
        this.signatures = signatures;
        this.codes = codes;
    }

    /**
     * Checks {@code proof} (C2SP tlog-proof) against {@code policy} (C2SP tlog-policy).
     *
     * @param codes the conversions by which a reading may differ from what its device signed
     */
    public static Verdict verify(byte[] proof, byte[] policy, Signatures signatures, CodeMap codes) {
        Policy trusted;
        try {
            trusted = Policy.parse(policy);
        } catch (NoteRejected e) {
            return new Verdict.Unreadable(Step.POLICY, "not a tlog-policy: " + TextFault.describe(policy, e));
        }
        try {
            return new ProofVerifier(trusted, signatures, codes).verify(TlogProof.parse(proof));
        } catch (NoteRejected e) {
            return new Verdict.Unreadable(Step.PROOF, "not a tlog-proof: " + TextFault.describe(proof, e));
        } catch (Refutation e) {
            return e.refuted();
        }
    }

    private Verdict verify(TlogProof proof) throws Refutation {
        PolicyCheck.Accepted accepted = switch (policy.check(proof.checkpoint(), signatures)) {
            case PolicyCheck.Accepted yes -> yes;
            case PolicyCheck.Refused no -> throw new Refutation(Step.CHECKPOINT, no.detail());
        };
        Evidence evidence = proof.extra()
                .flatMap(extra -> Evidence.parse(extra.toArray()))
                .orElseThrow(() -> new Refutation(Step.EVIDENCE, "the extra data is no evidence of a known kind"));
        Checkpoint checkpoint = accepted.checkpoint();
        requireIncluded(
                Step.INCLUSION, new Evidence.Included(proof.index(), evidence.entry(), proof.path()), checkpoint);
        Statement statement = switch (evidence) {
            case Evidence.OfReading of -> new ReadingCheck(of, checkpoint, signatures).statement(codes);
            case Evidence.OfConsent of -> StateCheck.consent(of);
            case Evidence.OfAccesses of -> new TrailCheck(of).statement();
        };
        return new Verdict.Proved(
                statement,
                checkpoint,
                accepted.cosignatures().stream().map(c -> c.witness().name()).toList());
    }

    static void requireIncluded(Step step, Evidence.Included included, Checkpoint checkpoint) throws Refutation {
        if (included.index() >= checkpoint.size()) {
            throw new Refutation(step, "the entry is not under the checkpoint");
        }
        InclusionProof path = new InclusionProof(included.index(), checkpoint.size(), included.path());
        if (!path.verify(TreeHash.leaf(included.entry()), checkpoint.root())) {
            throw new Refutation(step, "the inclusion path does not lead to the checkpoint's root");
        }
    }
}
