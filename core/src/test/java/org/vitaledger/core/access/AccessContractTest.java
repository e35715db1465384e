package org.vitaledger.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.core.contract.World.HOSPITAL;
import static org.vitaledger.core.contract.World.NOON;
import static org.vitaledger.core.contract.World.START;
import static org.vitaledger.core.contract.World.consent;
import static org.vitaledger.core.contract.World.consentId;
import static org.vitaledger.core.contract.World.one;
import static org.vitaledger.core.contract.World.patient;
import static org.vitaledger.core.contract.World.principal;
import static org.vitaledger.core.contract.World.staff;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;

class AccessContractTest {
    private final World world = World.founded();

    @BeforeEach
    void addStaff() {
        world.apply(new Command.PutPrincipal(staff(3, Role.AUDITOR)));
        world.apply(new Command.PutPrincipal(staff(4, Role.OPERATOR)));
    }

    @Test
    @Proves("INV-004")
    void deniesWhoMayNotRead() {
        assertThat(ask(9, Role.PRACTITIONER, 1)).isEqualTo("UNKNOWN_PRINCIPAL");
        assertThat(ask(2, Role.AUDITOR, 1)).isEqualTo("ROLE_NOT_HELD");
        assertThat(ask(3, Role.AUDITOR, 1)).isEqualTo("ROLE_READS_NO_PATIENTS");
        assertThat(ask(4, Role.OPERATOR, 1)).isEqualTo("ROLE_READS_NO_PATIENTS");
        assertThat(ask(1, Role.PATIENT, 7)).isEqualTo("NOT_OWN_RECORD");
        assertThat(ask(2, Role.PRACTITIONER, 1)).isEqualTo("NO_CONSENT");
    }

    @Test
    void letsPatientsReadTheirOwnRecord() {
        assertThat(ask(1, Role.PATIENT, 1)).isEqualTo("PERMIT all");
    }

    @Test
    void deniesAWithdrawnPrincipal() {
        Principal two = staff(2, Role.PRACTITIONER);
        put(consent(1, 1, 1, one(2)));
        world.apply(new Command.PutPrincipal(new Principal(two.id(), two.member(), two.roles(), two.self(), false)));
        assertThat(ask(2, Role.PRACTITIONER, 1)).isEqualTo("PRINCIPAL_INACTIVE");
    }

    @Test
    @Proves("INV-007")
    void permitsUnderAConsentUntilItIsRevoked() {
        put(consent(1, 1, 1, one(2)));
        assertThat(ask(2, Role.PRACTITIONER, 1)).isEqualTo("PERMIT all");
        world.apply(new Command.RevokeConsent(consentId(1), principal(1)));
        assertThat(ask(2, Role.PRACTITIONER, 1)).isEqualTo("CONSENT_REVOKED");
    }

    @Test
    void permitsEverybodyOfAMember() {
        put(consent(1, 1, 1, new Grantee.WholeMember(HOSPITAL)));
        assertThat(ask(2, Role.PRACTITIONER, 1)).isEqualTo("PERMIT all");
    }

    @Test
    void permitsTheCodesOfAllConsentsThatHold() {
        put(consent(1, 1, 1, one(2), "8867-4"));
        put(consent(2, 1, 1, one(2), "2708-6"));
        put(consent(3, 1, 1, one(5)));
        assertThat(ask(2, Role.PRACTITIONER, 1)).isEqualTo("PERMIT some");
        Decision decision = decide(2, Role.PRACTITIONER, Purpose.TREAT, NOON);
        Grant grant = ((Decision.Permit) decision).grant();
        assertThat(grant.covers("8867-4")).isTrue();
        assertThat(grant.covers("2708-6")).isTrue();
        assertThat(grant.covers("8310-5")).isFalse();
        assertThat(grant.consents())
                .containsExactly(new Grant.ConsentVersion(consentId(1), 1), new Grant.ConsentVersion(consentId(2), 1));
    }

    @Test
    void deniesOutsideThePeriodAndForOtherPurposes() {
        put(consent(1, 1, 1, one(2)));
        assertThat(name(decide(2, Role.PRACTITIONER, Purpose.TREAT, START.minusMillis(1))))
                .isEqualTo("OUTSIDE_PERIOD");
        assertThat(name(decide(2, Role.PRACTITIONER, Purpose.TREAT, START.plusSeconds(24 * 3600))))
                .isEqualTo("OUTSIDE_PERIOD");
        assertThat(name(decide(2, Role.PRACTITIONER, Purpose.HRESCH, NOON))).isEqualTo("OTHER_PURPOSE");
    }

    @Test
    void endsAGrantWithTheConsentOrAfterAMinute() {
        put(consent(1, 1, 1, one(2)));
        Instant late = START.plusSeconds(24 * 3600 - 5);
        assertThat(grantEnd(NOON)).isEqualTo(NOON.plus(AccessContract.GRANT_LIFETIME));
        assertThat(grantEnd(late)).isEqualTo(START.plusSeconds(24 * 3600));
    }

    @Test
    @Proves("INV-008")
    void deniesOnceTheKeyIsDestroyed() {
        world.apply(new Command.RecordErasure(patient(1)));
        assertThat(ask(1, Role.PATIENT, 1)).isEqualTo("PATIENT_ERASED");
    }

    private Instant grantEnd(Instant now) {
        return ((Decision.Permit) decide(2, Role.PRACTITIONER, Purpose.TREAT, now))
                .grant()
                .notAfter();
    }

    private void put(Consent consent) {
        assertThat(world.apply(new Command.PutConsent(consent, principal(1)))).isEqualTo("APPLIED");
    }

    private String ask(int principal, Role role, int patient) {
        AccessRequest request = new AccessRequest(principal(principal), role, Purpose.TREAT, patient(patient));
        return name(AccessContract.decide(new AccessContract.Pin(world.state(), 1, NOON), request));
    }

    private Decision decide(int principal, Role role, Purpose purpose, Instant now) {
        AccessRequest request = new AccessRequest(principal(principal), role, purpose, patient(1));
        return AccessContract.decide(new AccessContract.Pin(world.state(), 1, now), request);
    }

    private static String name(Decision decision) {
        return switch (decision) {
            case Decision.Permit permit ->
                Optional.of(permit.grant())
                        .filter(Grant::coversEverything)
                        .map(all -> "PERMIT all")
                        .orElse("PERMIT some");
            case Decision.Deny deny -> deny.reason().name();
        };
    }
}
