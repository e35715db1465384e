package org.vitaledger.api.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vitaledger.api.audit.AuditAnchors;
import org.vitaledger.api.audit.AuditLog;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.fhir.FhirParts.Stores;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.audit.PatientTrail;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.contract.StateKey;
import org.vitaledger.core.merkle.MerkleTree;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.note.TlogProof;
import org.vitaledger.core.proof.Commitment;
import org.vitaledger.core.proof.Evidence;
import org.vitaledger.core.statemap.StateProof;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.publish.Publications;
import org.vitaledger.vault.OpenedReading;
import org.vitaledger.vault.SealedBatch;

/**
 * Makes proof files under the newest checkpoint that witnesses cosigned, so that a policy may ask for them; under the
 * members' where none covers what is to be proved yet. Who may have them is decided before. Safe for any thread.
 *
 * <p>What is not yet anchored is refused with {@link ApiRefusal#NOT_YET_ANCHORED}.
 */
public final class Proofs {
    private final Stores stores;
    private final AuditAnchors anchors;
    private final Optional<Publications> publications;

    /** A signed checkpoint and the size of the log in it. */
    private record Head(long size, String checkpoint) {
        static Head of(Snapshot snapshot) {
            return new Head(snapshot.size(), snapshot.checkpoint());
        }
    }

    /** @param publications what witnesses cosigned */
    public Proofs(Stores stores, AuditAnchors anchors, Optional<Publications> publications) {
        this.stores = stores;
        this.anchors = anchors;
        this.publications = publications;
    }

    /**
     * Proves that a reading was signed by its device and committed. The proof holds the whole signed pack, so without that
     * in {@code opened} it is refused with {@link ApiRefusal#PACK_NOT_COVERED}.
     */
    public byte[] reading(OpenedReading opened) {
        Bytes signed = opened.signed().orElseThrow(() -> new RefusedRequest(ApiRefusal.PACK_NOT_COVERED));
        OpenedReading.Place place = opened.place();
        long anchor = require(stores.index().anchorOf(place.gateway(), place.batch()));
        long enrolment =
                require(stores.index().enrolmentOf(opened.reading().id().device()));
        SealedBatch batch = stores.vault()
                .catalogue()
                .batch(place.gateway(), place.batch())
                .orElseThrow(() -> new RefusedRequest(ApiRefusal.NOT_YET_ANCHORED));
        Head head = covering(Math.max(anchor, enrolment));
        LogReader log = stores.ledger().log();
        Evidence evidence = new Evidence.OfReading(
                log.entry(anchor),
                new Evidence.Place(place.leaf(), opened.salt(), path(batch, place.leaf())),
                Commitment.canonical(opened.reading()),
                signed,
                new Evidence.Included(enrolment, log.entry(enrolment), log.inclusion(enrolment, head.size())));
        return file(head, anchor, evidence);
    }

    /** Proves how a consent stands: after the newest block, or a little before, if it stood the same. */
    public byte[] consent(ConsentId consent) {
        Snapshot snapshot = cosigned(stores.ledger().snapshot(), seen -> seen.consent(consent));
        long close = snapshot.size() - 1;
        Evidence evidence = new Evidence.OfConsent(
                stores.ledger().log().entry(close),
                consent,
                snapshot.state().map().prove(StateKey.consent(consent)));
        return file(Head.of(snapshot), close, evidence);
    }

    /**
     * Proves which accesses to a patient's data are recorded at this member (INV-011): some records and how many there are,
     * or that there are none. Anchors what is not anchored yet, if the ledger can be reached.
     *
     * @param first the number of the first record, from 1
     * @param earlier how many records an earlier proof counted, to show that they are still the first; 0 for nothing
     */
    public byte[] accesses(PatientHandle patient, long first, long earlier) {
        return accesses(anchors.newest(), new Asked(patient, first, Evidence.Records.MAX, earlier));
    }

    /**
     * What a proof of accesses is to show.
     *
     * @param most how many records at most; fewer come where the proof would get longer than other parsers read
     */
    private record Asked(PatientHandle patient, long first, int most, long earlier) {}

    /** Proves that an access is recorded, by what was anchored last if that covers it, else as {@link #accesses}. */
    public byte[] access(AuditRecord record) {
        PatientHandle patient = record.request().patient();
        AuditAnchors.Anchored last = anchors.last();
        boolean covers = count(last.patients().prove(PatientTrail.key(patient))) >= record.number();
        return accesses(covers ? last : anchors.newest(), new Asked(patient, record.number(), 1, 0));
    }

    private byte[] accesses(AuditAnchors.Anchored anchored, Asked asked) {
        PatientHandle patient = asked.patient();
        StateProof own = anchored.patients().prove(PatientTrail.key(patient));
        long count = count(own);
        if (asked.first() > Math.max(count, 1)) {
            throw new RefusedRequest(ApiRefusal.NOT_YET_ANCHORED);
        }
        MemberId member = stores.ledger().member();
        Snapshot snapshot = cosigned(anchored.snapshot(), seen -> seen.auditHead(member));
        long close = snapshot.size() - 1;
        Evidence evidence = new Evidence.OfAccesses(
                stores.ledger().log().entry(close),
                new Evidence.Trail(member, patient),
                snapshot.state().map().prove(StateKey.auditHead(member)),
                own,
                stores.audit().shown(patient, new AuditLog.Range(asked.first(), asked.most(), count)),
                stores.audit().growth(patient, asked.earlier(), count));
        return file(Head.of(snapshot), close, evidence);
    }

    private static long count(StateProof own) {
        try {
            return own instanceof StateProof.Membership trail
                    ? PatientTrail.parse(trail.value()).count()
                    : 0;
        } catch (CborRejected e) {
            throw new IllegalStateException("a trail that this node did not write", e);
        }
    }

    /** The newest block that witnesses cosigned, if what is to be shown is the same there; else {@code now}. */
    private Snapshot cosigned(Snapshot now, Function<State, ?> shown) {
        return publications
                .flatMap(Publications::cosigned)
                .flatMap(Publications.Cosigned::recent)
                .filter(seen -> shown.apply(seen.state()).equals(shown.apply(now.state())))
                .orElse(now);
    }

    /** The checkpoint to prove an entry under. */
    private Head covering(long entry) {
        Head head = publications
                .flatMap(Publications::cosigned)
                .map(cosigned -> new Head(cosigned.size(), cosigned.checkpoint()))
                .filter(cosigned -> entry < cosigned.size())
                .orElseGet(() -> Head.of(stores.ledger().snapshot()));
        if (entry >= head.size()) {
            throw new RefusedRequest(ApiRefusal.NOT_YET_ANCHORED);
        }
        return head;
    }

    private byte[] file(Head head, long index, Evidence evidence) {
        Bytes extra = evidence.encode();
        List<Hash> path = stores.ledger().log().inclusion(index, head.size());
        try {
            SignedNote checkpoint = SignedNote.parse(head.checkpoint().getBytes(UTF_8));
            return new TlogProof(Optional.of(extra), index, path, checkpoint).encode();
        } catch (NoteRejected e) {
            throw new IllegalStateException("the ledger's checkpoint is not a signed note", e);
        }
    }

    private static List<Hash> path(SealedBatch batch, int leaf) {
        List<Hash> leaves = batch.commitments().stream()
                .map(commitment -> TreeHash.leaf(commitment.bytes()))
                .toList();
        return MerkleTree.of(leaves).inclusion(leaf).path();
    }

    private static long require(OptionalLong entry) {
        return entry.orElseThrow(() -> new RefusedRequest(ApiRefusal.NOT_YET_ANCHORED));
    }
}
