package org.vitaledger.api.auth;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.vitaledger.core.bytes.Hash;
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
    private static final int MARK_BYTES = 8;

    public Account {
        if (login.isEmpty() || login.length() > MAX_LOGIN || !login.chars().allMatch(c -> c > ' ' && c != 0x7f)) {
            throw new IllegalArgumentException("a login is 1 to 64 printable characters without spaces");
        }
        if ((role == Role.PATIENT) != patient.isPresent()) {
            throw new IllegalArgumentException("exactly a patient has a handle");
        }
    }

    /** The same account with another password. */
    public Account withPasswordHash(String hash) {
        return new Account(login, hash, principal, role, patient, enabled);
    }

    /** The same account, switched off. */
    public Account closed() {
        return new Account(login, passwordHash, principal, role, patient, false);
    }

    @Override
    public String credentialMark() {
        return mark(passwordHash);
    }

    /** A short digest; what it is of holds a salt of 128 bits, so it tells nothing about a password. */
    static String mark(String credential) {
        return Hash.sha256(credential.getBytes(StandardCharsets.UTF_8))
                .bytes()
                .slice(0, MARK_BYTES)
                .hex();
    }
}
