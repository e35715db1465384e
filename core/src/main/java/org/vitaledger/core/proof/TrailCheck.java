package org.vitaledger.core.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.audit.PatientTrail;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.StateKey;
import org.vitaledger.core.merkle.ConsistencyProof;
import org.vitaledger.core.merkle.RangeProof;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.proof.Verdict.Step;
import org.vitaledger.core.statemap.StateProof;

/** From a closing entry down to a member's audit log, from there to a patient's trail, and to the records in it. */
final class TrailCheck {
    private final Evidence.OfAccesses evidence;

    TrailCheck(Evidence.OfAccesses evidence) {
        this.evidence = evidence;
    }

    Statement statement() throws Refutation {
        Entry.Close close = StateCheck.closing(evidence.entry());
        AuditHead head = head(close);
        Optional<PatientTrail> trail = trail(head);
        List<AuditRecord> records = records(trail);
        Optional<PatientTrail> before = before(trail);
        return new Statement.AccessesRecorded(
                evidence.trail().member(),
                evidence.trail().patient(),
                evidence.records().first() + 1,
                records,
                head,
                trail,
                close.time(),
                before);
    }

    private AuditHead head(Entry.Close close) throws Refutation {
        Bytes key = StateKey.auditHead(evidence.trail().member());
        if (!evidence.head().verify(close.stateRoot(), key)) {
            throw new Refutation(Step.STATE, "the state proof does not lead to the block's state root");
        }
        if (!(evidence.head() instanceof StateProof.Membership membership)) {
            return AuditHead.EMPTY;
        }
        try {
            return AuditHead.parse(membership.value());
        } catch (CborRejected | IllegalArgumentException e) {
            throw new Refutation(Step.STATE, "the record is not the head of an audit log");
        }
    }

    private Optional<PatientTrail> trail(AuditHead head) throws Refutation {
        Bytes key = PatientTrail.key(evidence.trail().patient());
        if (!evidence.patient().verify(head.patients(), key)) {
            throw new Refutation(Step.TRAIL, "the patient's proof does not lead to the map of the audit log");
        }
        if (!(evidence.patient() instanceof StateProof.Membership membership)) {
            return Optional.empty();
        }
        try {
            return Optional.of(PatientTrail.parse(membership.value()));
        } catch (CborRejected | IllegalArgumentException e) {
            throw new Refutation(Step.TRAIL, "the record is not a patient's trail");
        }
    }

    private List<AuditRecord> records(Optional<PatientTrail> trail) throws Refutation {
        Evidence.Records shown = evidence.records();
        if (trail.isEmpty() || shown.records().isEmpty()) {
            if (trail.isPresent()
                    || shown.first() != 0
                    || !shown.records().isEmpty()
                    || !shown.path().isEmpty()) {
                throw new Refutation(
                        Step.RECORD, "the proof shows records where there are none, or none where there are");
            }
            return List.of();
        }
        List<AuditRecord> records = new ArrayList<>();
        List<Hash> leaves = new ArrayList<>();
        for (Bytes bytes : shown.records()) {
            AuditRecord record = record(bytes);
            long number = shown.first() + records.size() + 1;
            if (record.number() != number
                    || !record.member().equals(evidence.trail().member())
                    || !record.request().patient().equals(evidence.trail().patient())) {
                throw new Refutation(Step.RECORD, "a record is not the one of its number in this trail");
            }
            records.add(record);
            leaves.add(TreeHash.leaf(bytes));
        }
        RangeProof range = new RangeProof(shown.first(), trail.get().count(), shown.path());
        if (!range.verify(leaves, trail.get().root())) {
            throw new Refutation(Step.RECORD, "the records do not lead to the patient's trail");
        }
        return records;
    }

    private Optional<PatientTrail> before(Optional<PatientTrail> trail) throws Refutation {
        Evidence.Growth growth = evidence.growth();
        if (growth.equals(Evidence.Growth.NONE)) {
            return Optional.empty();
        }
        long count = trail.map(PatientTrail::count).orElse(0L);
        ConsistencyProof consistency = new ConsistencyProof(growth.from(), count, growth.path());
        if (trail.isEmpty()
                || growth.from() < 1
                || !consistency.verify(growth.root(), trail.get().root())) {
            throw new Refutation(
                    Step.TRAIL, "the patient's trail does not begin with what it is said to have grown from");
        }
        return Optional.of(new PatientTrail(growth.from(), growth.root()));
    }

    private static AuditRecord record(Bytes bytes) throws Refutation {
        try {
            return AuditRecord.parse(bytes.toArray());
        } catch (CborRejected | IllegalArgumentException e) {
            throw new Refutation(Step.RECORD, "the audit record is not in canonical bytes");
        }
    }
}
