package org.vitaledger.vault;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.vitaledger.core.access.AccessContract;
import org.vitaledger.core.access.AccessRequest;
import org.vitaledger.core.access.Decision;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;

/** Grants as the access contract gives them, in a world of patients by number and one practitioner. */
public final class Grants {
    private final World world = World.founded();
    private final AtomicInteger consents = new AtomicInteger();

    /** Everything of a patient, for a minute from {@code now}. */
    public Grant own(int patient, Instant now) {
        world.apply(new Command.PutPrincipal(World.patientPrincipal(patient)));
        return decide(
                new AccessRequest(World.principal(patient), Role.PATIENT, Purpose.PATRQT, World.patient(patient)), now);
    }

    /** Some codes of a patient, for a minute from {@code now}. */
    public Grant codes(int patient, Instant now, String... codes) {
        int practitioner = 100 + consents.incrementAndGet();
        world.apply(new Command.PutPrincipal(World.patientPrincipal(patient)));
        world.apply(new Command.PutPrincipal(World.staff(practitioner, Role.PRACTITIONER)));
        Consent consent = World.consent(practitioner, 1, patient, World.one(practitioner), codes);
        world.apply(new Command.PutConsent(consent, World.principal(patient)));
        return decide(
                new AccessRequest(
                        World.principal(practitioner), Role.PRACTITIONER, Purpose.TREAT, World.patient(patient)),
                now);
    }

    private Grant decide(AccessRequest request, Instant now) {
        return switch (AccessContract.decide(new AccessContract.Pin(world.state(), 1, now), request)) {
            case Decision.Permit permit -> permit.grant();
            case Decision.Deny deny -> throw new IllegalStateException("denied: " + deny.reason());
        };
    }
}
