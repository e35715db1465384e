package org.vitaledger.core.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.Role;

/** Decides who may read: a pure function of the ledger's state, the time and the request. */
public final class AccessContract {
    /** How long a grant lasts at the most; a read is over long before, a revocation bites soon after (INV-007). */
    public static final Duration GRANT_LIFETIME = Duration.ofMinutes(1);

    private AccessContract() {}

    /**
     * What a decision is made on, so that it can be made again.
     *
     * @param state the ledger's state
     * @param height the height of that state
     * @param now when
     */
    public record Pin(State state, long height, Instant now) {}

    /** Decides one request. */
    public static Decision decide(Pin pin, AccessRequest request) {
        Optional<Principal> found = pin.state().principal(request.principal());
        if (found.isEmpty()) {
            return new Decision.Deny(DenyReason.UNKNOWN_PRINCIPAL);
        }
        Principal principal = found.get();
        Optional<DenyReason> refusal = beforeConsent(pin, principal, request);
        if (refusal.isPresent()) {
            return new Decision.Deny(refusal.get());
        }
        return request.role() == Role.PATIENT
                ? ownRecord(pin, principal, request)
                : underConsent(pin, principal, request);
    }

    private static Optional<DenyReason> beforeConsent(Pin pin, Principal principal, AccessRequest request) {
        if (!principal.active()) {
            return Optional.of(DenyReason.PRINCIPAL_INACTIVE);
        }
        if (!principal.roles().contains(request.role())) {
            return Optional.of(DenyReason.ROLE_NOT_HELD);
        }
        if (request.role() == Role.AUDITOR || request.role() == Role.OPERATOR) {
            return Optional.of(DenyReason.ROLE_READS_NO_PATIENTS);
        }
        return pin.state().erasures(request.patient()).isEmpty()
                ? Optional.empty()
                : Optional.of(DenyReason.PATIENT_ERASED);
    }

    private static Decision ownRecord(Pin pin, Principal principal, AccessRequest request) {
        if (principal.self().filter(request.patient()::equals).isEmpty()) {
            return new Decision.Deny(DenyReason.NOT_OWN_RECORD);
        }
        Instant end = pin.now().plus(GRANT_LIFETIME);
        return new Decision.Permit(new Grant(request, pin.height(), new Grant.Scope(Set.of(), List.of(), end)));
    }

    private static Decision underConsent(Pin pin, Principal principal, AccessRequest request) {
        DenyReason nearest = DenyReason.NO_CONSENT;
        List<Consent> holding = new ArrayList<>();
        for (Consent consent : pin.state().consentsOf(request.patient())) {
            if (!names(consent.terms().grantee(), principal)) {
                continue;
            }
            Optional<DenyReason> gap = gap(consent, pin.now(), request);
            if (gap.isEmpty()) {
                holding.add(consent);
            } else if (gap.get().compareTo(nearest) > 0) {
                nearest = gap.get();
            }
        }
        return holding.isEmpty()
                ? new Decision.Deny(nearest)
                : new Decision.Permit(new Grant(request, pin.height(), scope(holding, pin.now())));
    }

    private static boolean names(Grantee grantee, Principal principal) {
        return switch (grantee) {
            case Grantee.OnePrincipal one -> one.id().equals(principal.id());
            case Grantee.WholeMember all -> all.id().equals(principal.member());
        };
    }

    private static Optional<DenyReason> gap(Consent consent, Instant now, AccessRequest request) {
        if (consent.status() == Consent.Status.REVOKED) {
            return Optional.of(DenyReason.CONSENT_REVOKED);
        }
        if (now.isBefore(consent.terms().start())
                || !now.isBefore(consent.terms().end())) {
            return Optional.of(DenyReason.OUTSIDE_PERIOD);
        }
        return consent.terms().purposes().contains(request.purpose())
                ? Optional.empty()
                : Optional.of(DenyReason.OTHER_PURPOSE);
    }

    private static Grant.Scope scope(List<Consent> holding, Instant now) {
        Set<String> codes = new TreeSet<>();
        boolean all = false;
        Instant end = now.plus(GRANT_LIFETIME);
        List<Grant.ConsentVersion> versions = new ArrayList<>();
        for (Consent consent : holding) {
            all |= consent.terms().codes().isEmpty();
            codes.addAll(consent.terms().codes());
            versions.add(new Grant.ConsentVersion(consent.id(), consent.version()));
            end = consent.terms().end().isBefore(end) ? consent.terms().end() : end;
        }
        return new Grant.Scope(all ? Set.of() : codes, versions, end);
    }
}
