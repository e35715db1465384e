package org.vitaledger.api.auth;

import java.util.Optional;
import java.util.Set;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;

/**
 * A program that asks for tokens with its own credential (RFC 6749 section 4.4, SMART Backend Services).
 *
 * @param clientId its client id
 * @param credential how it shows who it is
 * @param principal who acts, as the ledger knows it
 * @param role what it acts as, never a patient
 * @param scopes the scopes it may ask for
 * @param enabled false once switched off; its tokens stop at once
 */
public record Service(
        String clientId, Credential credential, PrincipalId principal, Role role, Set<String> scopes, boolean enabled)
        implements Actor {
    /** How a service shows who it is. */
    public sealed interface Credential {
        /**
         * A shared secret (client_secret_basic).
         *
         * @param hash the secret's hash as {@link Secrets} writes it
         */
        record Secret(String hash) implements Credential {}

        /**
         * Keys registered beforehand (private_key_jwt, RFC 7523); never fetched from an address that the client names.
         *
         * @param jwks the public keys as a JSON Web Key Set (RFC 7517)
         */
        record Keys(String jwks) implements Credential {}
    }

    public Service {
        if (clientId.isBlank() || clientId.equals(ConsoleClient.ID) || role == Role.PATIENT || scopes.isEmpty()) {
            throw new IllegalArgumentException("a service has a client id of its own, scopes, and is no patient");
        }
        scopes = Set.copyOf(scopes);
    }

    @Override
    public String credentialMark() {
        return switch (credential) {
            case Credential.Secret(String hash) -> Account.mark(hash);
            case Credential.Keys(String jwks) -> Account.mark(jwks);
        };
    }

    @Override
    public Optional<PatientHandle> patient() {
        return Optional.empty();
    }
}
