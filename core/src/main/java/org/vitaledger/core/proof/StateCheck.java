package org.vitaledger.core.proof;

import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.contract.AuditHead;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.EntryRejected;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.contract.StateKey;
import org.vitaledger.core.merkle.InclusionProof;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.proof.Verdict.Step;
import org.vitaledger.core.statemap.StateProof;
import org.vitaledger.core.value.Consent;

/** From a closing entry down to a consent, and from an anchored head down to an audit record. */
final class StateCheck {
    private StateCheck() {}

    static Statement consent(Evidence.OfConsent evidence) throws Refutation {
        if (!(parse(Step.ENTRY, evidence.entry()) instanceof Entry.Close close)) {
            throw new Refutation(Step.ENTRY, "the entry does not close a block");
        }
        if (!evidence.proof().verify(close.stateRoot(), StateKey.consent(evidence.consent()))) {
            throw new Refutation(Step.STATE, "the state proof does not lead to the block's state root");
        }
        Optional<Consent> consent = switch (evidence.proof()) {
            case StateProof.Membership membership -> Optional.of(consent(membership.value()));
            case StateProof.Absence absence -> Optional.empty();
        };
        return new Statement.ConsentStood(evidence.consent(), consent, close.height(), close.time());
    }

    private static Consent consent(Bytes record) throws Refutation {
        try {
            return State.parseConsent(record);
        } catch (EntryRejected e) {
            throw new Refutation(Step.STATE, "the record is not a consent");
        }
    }

    static Statement access(Evidence.OfAccess evidence) throws Refutation {
        Entry.Ordered ordered = applied(Step.ENTRY, evidence.entry());
        AuditRecord record = record(evidence.record());
        if (!(ordered.command() instanceof Command.AnchorAuditHeads heads)
                || !ordered.submitter().equals(record.member())) {
            throw new Refutation(Step.ENTRY, "the entry does not anchor audit heads of the record's member");
        }
        AuditHead head = heads.heads().stream()
                .filter(h -> h.patient().equals(record.request().patient()))
                .findFirst()
                .orElseThrow(() -> new Refutation(Step.ENTRY, "the entry anchors no head of the record's patient"));
        if (record.number() > head.count()) {
            throw new Refutation(Step.RECORD, "the record is younger than the anchored head");
        }
        InclusionProof path = new InclusionProof(record.number() - 1, head.count(), evidence.path());
        if (!path.verify(TreeHash.leaf(evidence.record()), head.root())) {
            throw new Refutation(Step.RECORD, "the record's path does not lead to the anchored head");
        }
        return new Statement.AccessRecorded(record, head.count());
    }

    private static AuditRecord record(Bytes bytes) throws Refutation {
        try {
            return AuditRecord.parse(bytes.toArray());
        } catch (CborRejected | IllegalArgumentException e) {
            throw new Refutation(Step.RECORD, "the audit record is not in canonical bytes");
        }
    }

    /** The ordered command in an entry that the contracts applied. */
    static Entry.Ordered applied(Step step, Bytes entry) throws Refutation {
        if (parse(step, entry) instanceof Entry.Ordered ordered && ordered.outcome() == 0) {
            return ordered;
        }
        throw new Refutation(step, "the entry is not an applied command");
    }

    private static Entry parse(Step step, Bytes entry) throws Refutation {
        try {
            return Entry.parse(entry);
        } catch (EntryRejected e) {
            throw new Refutation(step, "the entry is not one of a ledger");
        }
    }
}
