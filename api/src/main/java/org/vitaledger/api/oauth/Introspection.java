package org.vitaledger.api.oauth;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.auth.TokenVerdict;
import org.vitaledger.api.auth.Tokens;
import org.vitaledger.api.auth.VerifiedToken;

/** Tells a service what a token says and whether it counts (RFC 7662), by the same check as every read. */
final class Introspection implements AuthenticationProvider {
    private final String issuer;
    private final Tokens tokens;

    Introspection(OAuthParts parts) {
        this.issuer = parts.issuer();
        this.tokens = parts.tokens();
    }

    @Override
    public Authentication authenticate(Authentication request) {
        OAuth2TokenIntrospectionAuthenticationToken asked = (OAuth2TokenIntrospectionAuthenticationToken) request;
        OAuth2TokenIntrospection answer = tokens.check(asked.getToken()) instanceof TokenVerdict.Accepted
                ? tokens.verified(asked.getToken()).map(this::active).orElseGet(Introspection::inactive)
                : inactive();
        return new OAuth2TokenIntrospectionAuthenticationToken(
                asked.getToken(), (Authentication) asked.getPrincipal(), answer);
    }

    @Override
    public boolean supports(Class<?> type) {
        return OAuth2TokenIntrospectionAuthenticationToken.class.isAssignableFrom(type);
    }

    private static OAuth2TokenIntrospection inactive() {
        return OAuth2TokenIntrospection.builder(false).build();
    }

    private OAuth2TokenIntrospection active(VerifiedToken token) {
        Caller caller = token.caller();
        OAuth2TokenIntrospection.Builder answer = OAuth2TokenIntrospection.builder(true)
                .issuer(issuer)
                .audience(issuer)
                .clientId(token.client())
                .subject(caller.principal().text())
                .id(caller.tokenId())
                .issuedAt(token.issued())
                .expiresAt(caller.expires())
                .tokenType(OAuth2AccessToken.TokenType.BEARER.getValue())
                .claim(Tokens.ROLE, caller.role().name())
                .claim(Tokens.PURPOSE, caller.purpose().name());
        if (!caller.scopes().values().isEmpty()) {
            answer.scopes(scopes -> scopes.addAll(caller.scopes().values()));
        }
        caller.patient().ifPresent(handle -> answer.claim(Tokens.PATIENT, handle.text()));
        return answer.build();
    }
}
