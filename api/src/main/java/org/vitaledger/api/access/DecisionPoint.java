package org.vitaledger.api.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.vitaledger.api.audit.AuditEntry;
import org.vitaledger.api.audit.AuditLog;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.ErrorTable;
import org.vitaledger.api.error.Problem;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.fault.ApiFault;
import org.vitaledger.api.fault.ApiFaultCode;
import org.vitaledger.api.index.LedgerIndex;
import org.vitaledger.core.access.AccessContract;
import org.vitaledger.core.access.AccessRequest;
import org.vitaledger.core.access.Decision;
import org.vitaledger.core.access.DenyReason;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.governance.Parameter;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.Role;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Snapshot;

/**
 * Decides who may read what, on the ledger's newest state, and returns only when the audit record is durable (INV-004).
 * Every method fails with {@link RefusedRequest} if the answer is no, or with a {@link Fault} if it can't be recorded.
 * Safe for any thread; blocks for the forced write.
 */
public final class DecisionPoint {
    /** Stands for patients that this node does not know; its chain records who asked for them. */
    public static final PatientHandle NOBODY = new PatientHandle(Bytes.of(new byte[PatientHandle.SIZE]));

    private final Parts parts;

    /**
     * What decisions rest on.
     *
     * @param ledger whose state decides
     * @param index which patients there are
     * @param audit where decisions are recorded
     * @param clock what time it is
     * @param staleness how old the ledger's last block may be at this node (INV-014), if that is less than the members
     *     decided; empty where no other member could be ahead
     */
    public record Parts(
            Ledger ledger, LedgerIndex index, AuditLog audit, InstantSource clock, Optional<Duration> staleness) {}

    public DecisionPoint(Parts parts) {
        this.parts = parts;
    }

    /** Permits a read of one patient whom the caller named; unknown patients are refused as those without consent. */
    public Grant named(Caller caller, PatientHandle patient, String interaction) {
        return named(caller, List.of(patient), interaction).getFirst();
    }

    /**
     * Permits reads of the patients whom the caller named, leaving out those that are not permitted; refused if that
     * leaves nobody. Every decision is recorded.
     */
    public List<Grant> named(Caller caller, Collection<PatientHandle> patients, String interaction) {
        AccessContract.Pin pin = pin();
        List<Grant> grants = new ArrayList<>();
        List<CompletableFuture<AuditRecord>> records = new ArrayList<>();
        Problem problem = ApiRefusal.NOT_PERMITTED.problem();
        for (PatientHandle patient : patients) {
            PatientHandle known = isKnown(caller, patient, pin.state()) ? patient : NOBODY;
            AccessRequest request = new AccessRequest(caller.principal(), caller.role(), caller.purpose(), known);
            Decision decision = AccessContract.decide(pin, request);
            records.add(record(pin, request, decision, interaction));
            switch (decision) {
                case Decision.Permit(Grant grant) -> grants.add(grant);
                case Decision.Deny(DenyReason reason) -> problem = ErrorTable.of(reason);
            }
        }
        await(records);
        if (grants.isEmpty()) {
            throw new RefusedRequest(problem);
        }
        return grants;
    }

    /**
     * Permits the read of something whose id does not name its patient. A denial looks as if there were no such thing;
     * one that only depends on the caller's role is told as such, also if there is none (INV-010).
     *
     * @param owner whose it is, or empty if there is no such thing
     */
    public Grant hidden(Caller caller, Optional<PatientHandle> owner, String interaction) {
        try {
            return named(caller, owner.orElse(NOBODY), interaction);
        } catch (RefusedRequest e) {
            boolean tellsOfPatient = e.problem().equals(ApiRefusal.NOT_PERMITTED.problem());
            throw tellsOfPatient ? new RefusedRequest(ApiRefusal.NOT_FOUND) : e;
        }
    }

    /**
     * The grants for a search that names no patient: of the caller's own record, or of all patients with a consent for
     * the caller. Patients that are not permitted are as if they were not there. A role that reads no patients is
     * refused.
     *
     * @param among of these patients only, where the search can't concern any other; empty for all
     */
    public List<Grant> everybody(Caller caller, Optional<Set<PatientHandle>> among, String interaction) {
        if (caller.role() == Role.PATIENT) {
            PatientHandle own = caller.patient().orElse(NOBODY);
            boolean concerned = among.map(set -> set.contains(own)).orElse(true);
            return concerned ? named(caller, List.of(own), interaction) : List.of();
        }
        if (caller.role() != Role.PRACTITIONER) {
            return named(caller, List.of(NOBODY), interaction);
        }
        AccessContract.Pin pin = pin();
        Optional<Principal> principal = pin.state().principal(caller.principal());
        if (principal.isEmpty()
                || !principal.get().active()
                || !principal.get().roles().contains(caller.role())) {
            return named(caller, List.of(NOBODY), interaction);
        }
        List<Grant> grants = new ArrayList<>();
        List<CompletableFuture<AuditRecord>> records = new ArrayList<>();
        for (PatientHandle patient : parts.index().patientsNaming(principal.get())) {
            if (among.isPresent() && !among.get().contains(patient)) {
                continue;
            }
            AccessRequest request = new AccessRequest(caller.principal(), caller.role(), caller.purpose(), patient);
            Decision decision = AccessContract.decide(pin, request);
            if (decision instanceof Decision.Permit(Grant grant)) {
                grants.add(grant);
                records.add(record(pin, request, decision, interaction));
            }
        }
        await(records);
        return grants;
    }

    /**
     * Permits an auditor to see the audit records of some patients, and records in their trails that it was asked for.
     */
    public void auditTrail(Caller caller, Collection<PatientHandle> patients, String interaction) {
        AccessContract.Pin pin = pin();
        Optional<DenyReason> denied = deniesTrail(caller, pin.state().principal(caller.principal()));
        AuditRecord.Ruling ruling = new AuditRecord.Ruling(denied, pin.height(), List.of());
        AuditRecord.Access access = new AuditRecord.Access(interaction, pin.now());
        Collection<PatientHandle> asked = denied.isPresent() && patients.isEmpty() ? List.of(NOBODY) : patients;
        await(asked.stream()
                .map(patient -> new AccessRequest(caller.principal(), caller.role(), caller.purpose(), patient))
                .map(request -> parts.audit().append(new AuditEntry(request, access, ruling)))
                .toList());
        if (denied.isPresent()) {
            throw new RefusedRequest(
                    denied.get() == DenyReason.PRINCIPAL_INACTIVE
                            ? ApiRefusal.PRINCIPAL_INACTIVE
                            : ApiRefusal.ROLE_MISSING);
        }
    }

    private static Optional<DenyReason> deniesTrail(Caller caller, Optional<Principal> principal) {
        if (principal.isEmpty() || !principal.get().active()) {
            return Optional.of(DenyReason.PRINCIPAL_INACTIVE);
        }
        boolean isAuditor =
                caller.role() == Role.AUDITOR && principal.get().roles().contains(Role.AUDITOR);
        return isAuditor ? Optional.empty() : Optional.of(DenyReason.ROLE_NOT_HELD);
    }

    /** Records, in a patient's own trail, what an operator is about to do with their account. */
    public void recordOperation(Caller operator, PatientHandle patient, String interaction) {
        Snapshot snapshot = parts.ledger().snapshot();
        AuditRecord.Ruling ruling = new AuditRecord.Ruling(Optional.empty(), snapshot.height(), List.of());
        AuditRecord.Access access =
                new AuditRecord.Access(interaction, parts.clock().instant());
        AccessRequest request = new AccessRequest(operator.principal(), operator.role(), operator.purpose(), patient);
        await(List.of(parts.audit().append(new AuditEntry(request, access, ruling))));
    }

    private boolean isKnown(Caller caller, PatientHandle patient, State state) {
        return parts.index().knows(patient)
                || caller.patient().filter(patient::equals).isPresent()
                || !state.consentIdsOf(patient).isEmpty();
    }

    /** VL-API-009 while the ledger's last block is so old that reads are denied (INV-014). */
    public Optional<Fault> fault() {
        Snapshot snapshot = parts.ledger().snapshot();
        return isTooOld(snapshot, parts.clock().instant())
                ? Optional.of(new ApiFault(ApiFaultCode.LEDGER_OLD, Map.of("block", snapshot.height()), null))
                : Optional.empty();
    }

    private AccessContract.Pin pin() {
        parts.audit().requireTrusted();
        Snapshot snapshot = parts.ledger().snapshot();
        Instant now = parts.clock().instant();
        if (isTooOld(snapshot, now)) {
            throw new RefusedRequest(ApiRefusal.STATE_TOO_OLD);
        }
        return new AccessContract.Pin(snapshot.state(), snapshot.height(), now);
    }

    private boolean isTooOld(Snapshot snapshot, Instant now) {
        return parts.staleness()
                .map(bound ->
                        snapshot.time().plus(shorter(bound, snapshot.state())).isBefore(now))
                .orElse(false);
    }

    /** A node may be stricter than the members decided, not laxer. */
    private static Duration shorter(Duration bound, State state) {
        Duration decided = Duration.ofSeconds(state.governance().parameter(Parameter.ACCESS_STALENESS));
        return decided.compareTo(bound) < 0 ? decided : bound;
    }

    private CompletableFuture<AuditRecord> record(
            AccessContract.Pin pin, AccessRequest request, Decision decision, String interaction) {
        AuditRecord.Ruling ruling = switch (decision) {
            case Decision.Permit(Grant grant) ->
                new AuditRecord.Ruling(Optional.empty(), pin.height(), grant.consents());
            case Decision.Deny(DenyReason reason) ->
                new AuditRecord.Ruling(Optional.of(reason), pin.height(), List.of());
        };
        return parts.audit().append(new AuditEntry(request, new AuditRecord.Access(interaction, pin.now()), ruling));
    }

    private static void await(List<CompletableFuture<AuditRecord>> records) {
        try {
            CompletableFuture.allOf(records.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Fault fault ? fault : e;
        }
    }
}
