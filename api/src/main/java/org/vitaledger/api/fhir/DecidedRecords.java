package org.vitaledger.api.fhir;

import java.util.List;
import java.util.Optional;
import org.vitaledger.api.access.DecisionPoint;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.fhir.FhirParts.Stores;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.core.value.Role;
import org.vitaledger.vault.OpenedReading;

/**
 * One record for one caller. The resource and the proof of a record are both read here, so that whoever may have the one
 * may have the other, and nobody else. Every method fails with {@link RefusedRequest} if the record is not there or not
 * the caller's to see, after the decision is recorded. Safe for any thread.
 */
public final class DecidedRecords {
    private final DecisionPoint decisions;
    private final Stores stores;

    /** The records of {@code stores}, for those whom {@code decisions} permits. */
    public DecidedRecords(DecisionPoint decisions, Stores stores) {
        this.decisions = decisions;
        this.stores = stores;
    }

    /** A reading; with its signed pack only if the caller may see every reading in that. */
    public OpenedReading reading(Caller caller, Optional<ReadingId> id, String interaction) {
        Optional<PatientHandle> owner = id.flatMap(stores.vault().catalogue()::patientOf);
        Grant grant = decisions.hidden(caller, owner, interaction);
        return found(id.flatMap(stores.vault().open(grant)::reading));
    }

    /** A consent as it stands. */
    public Consent consent(Caller caller, Optional<ConsentId> id, String interaction) {
        return version(caller, id.flatMap(stores.ledger().snapshot().state()::consent), interaction);
    }

    /** A version of a consent, for the patient and those whom it names while one of the patient's consents permits. */
    Consent version(Caller caller, Optional<Consent> version, String interaction) {
        decisions.hidden(caller, version.map(Consent::patient), interaction);
        return found(version.filter(consent -> concerns(caller, consent)));
    }

    /** A record of the audit trail, for the patient and for auditors. */
    public AuditRecord access(Caller caller, Optional<AuditEventId> id, String interaction) {
        Optional<AuditRecord> record = id.flatMap(event -> stores.audit().record(event.patient(), event.number()));
        Optional<PatientHandle> owner = record.map(found -> found.request().patient());
        if (caller.role() == Role.PATIENT) {
            decisions.hidden(caller, owner, interaction);
        } else {
            decisions.auditTrail(caller, List.of(owner.orElse(DecisionPoint.NOBODY)), interaction);
        }
        return found(record);
    }

    /** The trail of a patient, for the patient and for auditors; there is one, though perhaps without records. */
    public PatientHandle accesses(Caller caller, Optional<PatientHandle> patient, String interaction) {
        if (caller.role() == Role.PATIENT) {
            return decisions.hidden(caller, patient, interaction).patient();
        }
        PatientHandle known = found(patient);
        decisions.auditTrail(caller, List.of(known), interaction);
        return known;
    }

    /** Whether a consent is one that a caller, whose read of the patient is permitted, may see. */
    boolean concerns(Caller caller, Consent consent) {
        if (caller.role() == Role.PATIENT) {
            return true;
        }
        Optional<Principal> principal = stores.ledger().snapshot().state().principal(caller.principal());
        return switch (consent.terms().grantee()) {
            case Grantee.OnePrincipal one -> one.id().equals(caller.principal());
            case Grantee.WholeMember all ->
                principal.filter(known -> known.member().equals(all.id())).isPresent();
        };
    }

    private static <T> T found(Optional<T> record) {
        return record.orElseThrow(() -> new RefusedRequest(ApiRefusal.NOT_FOUND));
    }
}
