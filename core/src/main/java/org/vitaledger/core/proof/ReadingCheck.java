package org.vitaledger.core.proof;

import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.code.CodeMap;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.cose.CoseRejected;
import org.vitaledger.core.cose.Sign1;
import org.vitaledger.core.cose.Sign1Verifier;
import org.vitaledger.core.merkle.InclusionProof;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.proof.Verdict.Step;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.VerifyingKey;
import org.vitaledger.core.value.Reading;

/** From an anchor down to a reading, and from the reading up to its device's key. */
final class ReadingCheck {
    private final Evidence.OfReading evidence;
    private final Checkpoint checkpoint;
    private final Signatures signatures;

    ReadingCheck(Evidence.OfReading evidence, Checkpoint checkpoint, Signatures signatures) {
        this.evidence = evidence;
        this.checkpoint = checkpoint;
        this.signatures = signatures;
    }

    Statement statement(CodeMap codes) throws Refutation {
        Command.Anchor anchor = anchor();
        Reading reading = reading();
        requireCommitted(anchor, reading);
        VerifyingKey key = deviceKey(reading);
        Sign1 pack = signedBy(reading, key);
        Statement.Said said = new ContentCheck(codes).said(pack, reading);
        return new Statement.ReadingCommitted(reading, said, key, anchor.gateway(), anchor.number());
    }

    private Command.Anchor anchor() throws Refutation {
        Entry.Ordered ordered = StateCheck.applied(Step.ENTRY, evidence.entry());
        if (ordered.command() instanceof Command.Anchor anchor) {
            return anchor;
        }
        throw new Refutation(Step.ENTRY, "the entry is not an anchor");
    }

    private Reading reading() throws Refutation {
        try {
            return Commitment.parse(evidence.reading().toArray());
        } catch (CborRejected | IllegalArgumentException e) {
            throw new Refutation(Step.COMMITMENT, "the reading is not in canonical bytes");
        }
    }

    private void requireCommitted(Command.Anchor anchor, Reading reading) throws Refutation {
        Evidence.Place place = evidence.place();
        if (place.salt().size() != Commitment.SALT_SIZE || place.leaf() < 0 || place.leaf() >= anchor.readings()) {
            throw new Refutation(Step.COMMITMENT, "the reading has no place in the batch");
        }
        Hash commitment =
                Commitment.of(place.salt().toArray(), evidence.reading().toArray());
        InclusionProof path = new InclusionProof(place.leaf(), anchor.readings(), place.path());
        if (!path.verify(TreeHash.leaf(commitment.bytes()), anchor.root())) {
            throw new Refutation(Step.COMMITMENT, "the commitment's path does not lead to the batch's root");
        }
        boolean named = anchor.ranges().stream()
                .anyMatch(range -> range.device().equals(reading.id().device())
                        && range.first() <= reading.id().sequence()
                        && reading.id().sequence() <= range.last());
        if (!named) {
            throw new Refutation(Step.COMMITMENT, "the anchor does not name the reading's device and sequence");
        }
    }

    private VerifyingKey deviceKey(Reading reading) throws Refutation {
        ProofVerifier.requireIncluded(Step.ENROLMENT, evidence.enrolment(), checkpoint);
        Entry.Ordered ordered =
                StateCheck.applied(Step.ENROLMENT, evidence.enrolment().entry());
        if (ordered.command() instanceof Command.RegisterDevice enrolment
                && enrolment.device().equals(reading.id().device())) {
            return enrolment.key();
        }
        throw new Refutation(Step.ENROLMENT, "the entry does not enrol the reading's device");
    }

    private Sign1 signedBy(Reading reading, VerifyingKey key) throws Refutation {
        byte[] signed = evidence.signed().toArray();
        if (!Hash.sha256(signed).equals(reading.pack())) {
            throw new Refutation(Step.PACK, "the reading names another pack");
        }
        try {
            Sign1 message = Sign1.parse(signed);
            boolean ofDevice = message.header()
                            .keyId()
                            .filter(reading.id().device().bytes()::equals)
                            .isPresent()
                    && message.header().sequence().orElse(0) == reading.id().sequence();
            if (!ofDevice || !new Sign1Verifier(key, signatures).verify(message)) {
                throw new Refutation(Step.PACK, "the device's key did not sign the pack");
            }
            return message;
        } catch (CoseRejected e) {
            throw new Refutation(Step.PACK, "the pack is not a COSE_Sign1 message");
        }
    }
}
