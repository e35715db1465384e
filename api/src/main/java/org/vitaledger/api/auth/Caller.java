package org.vitaledger.api.auth;

import java.time.Instant;
import java.util.Optional;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;

/**
 * Who a request comes from, as its verified token says.
 *
 * @param principal who acts
 * @param role what they act as
 * @param patient the handle that is their own, present exactly for patients
 * @param purpose what for
 * @param scopes what the token allows
 * @param tokenId the token's {@code jti}
 * @param expires when the token ends
 */
public record Caller(
        PrincipalId principal,
        Role role,
        Optional<PatientHandle> patient,
        Purpose purpose,
        Scopes scopes,
        String tokenId,
        Instant expires) {
    /** The purpose of a role's requests when the token names none. */
    public static Purpose purposeOf(Role role) {
        return switch (role) {
            case PATIENT -> Purpose.PATRQT;
            case PRACTITIONER -> Purpose.TREAT;
            case AUDITOR, OPERATOR -> Purpose.HOPERAT;
        };
    }
}
