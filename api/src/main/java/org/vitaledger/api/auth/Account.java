package org.vitaledger.api.auth;

import java.util.Optional;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;

/**
 * A person who may log in at this node.
 *
 * @param login the name to log in with, unique, 1 to 64 printable characters without spaces
 * @param passwordHash the password's hash as {@link Secrets} writes it
 * @param principal who acts, as the ledger knows them
 * @param role what they act as
 * @param patient the handle that is their own, present exactly for patients
 * @param enabled false once switched off; their tokens stop at once
 */
public record Account(
        String login,
        String passwordHash,
        PrincipalId principal,
        Role role,
        Optional<PatientHandle> patient,
        boolean enabled)
        implements Actor {
    private static final int MAX_LOGIN = 64;

    public Account {
        if (login.isEmpty() || login.length() > MAX_LOGIN || !login.chars().allMatch(c -> c > ' ' && c != 0x7f)) {
            throw new IllegalArgumentException("a login is 1 to 64 printable characters without spaces");
        }
        if ((role == Role.PATIENT) != patient.isPresent()) {
            throw new IllegalArgumentException("exactly a patient has a handle");
        }
    }
}
