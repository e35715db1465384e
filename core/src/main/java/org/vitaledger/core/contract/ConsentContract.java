package org.vitaledger.core.contract;

import java.util.Optional;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;

/** Consents: given, changed and taken back by the patient alone. */
final class ConsentContract {
    /** The most consents of one patient, revoked ones included. */
    static final int MAX_CONSENTS = 500;

    private ConsentContract() {}

    static Transition put(State state, Context context, Command.PutConsent command) {
        Consent consent = command.consent();
        Optional<Refusal> refusal = unlessPatient(state, context, command.by(), consent.patient());
        if (refusal.isPresent()) {
            return Transition.refused(state, refusal.get());
        }
        Optional<State.Standing> known = state.standing(consent.id());
        boolean sameVersion = known.map(State.Standing::version).orElse(0) == consent.version();
        if (sameVersion && state.consent(consent.id()).filter(consent::equals).isPresent()) {
            return Transition.repeated(state);
        }
        return check(state, known, consent)
                .map(why -> Transition.refused(state, why))
                .orElseGet(() -> Transition.applied(state.with(consent)));
    }

    private static Optional<Refusal> check(State state, Optional<State.Standing> known, Consent consent) {
        if (!state.erasures(consent.patient()).isEmpty()) {
            return Optional.of(Refusal.PATIENT_ERASED);
        }
        if (known.isPresent() && !known.get().patient().equals(consent.patient())) {
            return Optional.of(Refusal.NOT_THE_PATIENT);
        }
        if (known.isPresent() && known.get().status() == Consent.Status.REVOKED) {
            return Optional.of(Refusal.CONSENT_REVOKED);
        }
        if (consent.status() != Consent.Status.ACTIVE) {
            return Optional.of(Refusal.CONSENT_NOT_ACTIVE);
        }
        if (consent.version() != known.map(State.Standing::version).orElse(0) + 1) {
            return Optional.of(Refusal.STALE_VERSION);
        }
        if (known.isEmpty() && state.consentIdsOf(consent.patient()).size() >= MAX_CONSENTS) {
            return Optional.of(Refusal.TOO_MANY_CONSENTS);
        }
        return Optional.empty();
    }

    static Transition revoke(State state, Context context, Command.RevokeConsent command) {
        Optional<Consent> known = state.consent(command.consent());
        if (known.isEmpty()) {
            return Transition.refused(state, Refusal.UNKNOWN_CONSENT);
        }
        Consent last = known.get();
        Optional<Refusal> refusal = unlessPatient(state, context, command.by(), last.patient());
        if (refusal.isPresent()) {
            return Transition.refused(state, refusal.get());
        }
        if (last.status() == Consent.Status.REVOKED) {
            return Transition.repeated(state);
        }
        return Transition.applied(state.with(
                new Consent(last.id(), last.version() + 1, last.patient(), last.terms(), Consent.Status.REVOKED)));
    }

    private static Optional<Refusal> unlessPatient(
            State state, Context context, PrincipalId by, PatientHandle patient) {
        Optional<Principal> principal = state.principal(by);
        if (principal.isEmpty()) {
            return Optional.of(Refusal.UNKNOWN_PRINCIPAL);
        }
        if (!principal.get().member().equals(context.submitter())) {
            return Optional.of(Refusal.NOT_YOURS);
        }
        if (!principal.get().active()) {
            return Optional.of(Refusal.PRINCIPAL_INACTIVE);
        }
        return principal.get().self().filter(patient::equals).isPresent()
                ? Optional.empty()
                : Optional.of(Refusal.NOT_THE_PATIENT);
    }
}
