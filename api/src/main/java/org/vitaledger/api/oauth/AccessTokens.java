package org.vitaledger.api.oauth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.auth.Actor;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.auth.Directory;
import org.vitaledger.api.auth.Scopes;
import org.vitaledger.api.auth.Service;
import org.vitaledger.api.auth.TokenGrant;
import org.vitaledger.api.auth.Tokens;

/**
 * Issues the access tokens of the authorization server. The scopes asked for are narrowed to what the role can use; a
 * request without scopes gets everything that the role can use, or that the service is registered for.
 */
final class AccessTokens implements OAuth2TokenGenerator<AccessToken> {
    private final Tokens tokens;
    private final Directory directory;
    private final Duration lifetime;
    private final InstantSource clock;

    AccessTokens(OAuthParts parts) {
        this.tokens = parts.tokens();
        this.directory = parts.directory();
        this.lifetime = parts.lifetime();
        this.clock = parts.clock();
    }

    @Override
    public @Nullable AccessToken generate(OAuth2TokenContext context) {
        if (!OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            return null;
        }
        return actor(context)
                .filter(Actor::enabled)
                .map(actor -> issue(actor, context))
                .orElse(null);
    }

    private AccessToken issue(Actor actor, OAuth2TokenContext context) {
        Scopes asked = new Scopes(context.getAuthorizedScopes());
        Scopes scopes = asked.values().isEmpty() ? everything(actor) : asked.narrowedTo(actor.role());
        Instant now = clock.instant();
        return new AccessToken(tokens.issue(
                new TokenGrant(actor, scopes, Caller.purposeOf(actor.role()), now, now.plus(lifetime)),
                context.getRegisteredClient().getClientId()));
    }

    private static Scopes everything(Actor actor) {
        return switch (actor) {
            case Account account -> Scopes.of(account.role());
            case Service service -> new Scopes(service.scopes());
        };
    }

    private Optional<? extends Actor> actor(OAuth2TokenContext context) {
        if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())) {
            return directory.service(context.getRegisteredClient().getClientId());
        }
        Authentication person = context.getPrincipal();
        return person == null ? Optional.empty() : LoginSessions.account(directory, person);
    }
}
