package org.vitaledger.api.oauth;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.vitaledger.api.auth.ConsoleClient;
import org.vitaledger.api.auth.Directory;
import org.vitaledger.api.auth.Passwords;
import org.vitaledger.api.auth.RevokedTokens;
import org.vitaledger.api.auth.Secrets;
import org.vitaledger.api.auth.TokenKey;
import org.vitaledger.api.auth.Tokens;

/**
 * What the authorization server works with.
 *
 * @param issuer the base address of this node, without a slash at the end
 * @param console the console as a client
 * @param identity keys and tokens
 * @param directory who may log in
 * @param lifetime how long an access token lasts
 * @param clock what time it is
 */
public record OAuthParts(
        String issuer,
        ConsoleClient console,
        Identity identity,
        Directory directory,
        Duration lifetime,
        InstantSource clock) {
    /**
     * Keys and tokens.
     *
     * @param key what signs tokens
     * @param tokens makes and checks them
     * @param revoked which of them ended early
     * @param secrets hashes what services show
     * @param passwords checks those of people
     * @param random makes the numbers of logins
     */
    public record Identity(
            TokenKey key,
            Tokens tokens,
            RevokedTokens revoked,
            Secrets secrets,
            Passwords passwords,
            SecureRandom random) {}

    Tokens tokens() {
        return identity.tokens();
    }
}
