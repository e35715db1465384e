package org.vitaledger.api.oauth;

import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationToken;
import org.vitaledger.api.auth.Tokens;
import org.vitaledger.api.auth.VerifiedToken;

/**
 * Revokes by what the token itself says (RFC 7009): its signature, its id and its client; so a token from before a restart
 * is revoked like any other. A token that does not count anyway is no error.
 */
final class Revocation implements AuthenticationProvider {
    private final Tokens tokens;

    Revocation(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Authentication authenticate(Authentication request) {
        OAuth2TokenRevocationAuthenticationToken asked = (OAuth2TokenRevocationAuthenticationToken) request;
        Authentication client = (Authentication) asked.getPrincipal();
        Optional<VerifiedToken> token = tokens.verified(asked.getToken());
        if (token.isEmpty()) {
            return asked;
        }
        if (!token.get().client().equals(client.getName())) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        tokens.revoke(asked.getToken());
        return new OAuth2TokenRevocationAuthenticationToken(
                new OAuth2AccessToken(
                        OAuth2AccessToken.TokenType.BEARER,
                        asked.getToken(),
                        token.get().issued(),
                        token.get().caller().expires()),
                client);
    }

    @Override
    public boolean supports(Class<?> type) {
        return OAuth2TokenRevocationAuthenticationToken.class.isAssignableFrom(type);
    }
}
