package org.vitaledger.api.oauth;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.vitaledger.api.auth.RevokedTokens;

/**
 * The authorizations in progress and in force, in memory: at most as many as told, the oldest leaving first, expired ones
 * dropped on the way. An access token that is saved as invalidated is put on the shared list of revoked tokens. Safe for
 * any thread.
 */
final class AuthorizationStore implements OAuth2AuthorizationService {
    private final Map<String, OAuth2Authorization> byId = new LinkedHashMap<>();
    private final Map<String, String> idByToken = new HashMap<>();
    private final int capacity;
    private final RevokedTokens revoked;
    private final InstantSource clock;

    AuthorizationStore(int capacity, RevokedTokens revoked, InstantSource clock) {
        this.capacity = capacity;
        this.revoked = revoked;
        this.clock = clock;
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        OAuth2Authorization.Token<OAuth2AccessToken> access = authorization.getAccessToken();
        if (access != null && access.isInvalidated()) {
            Map<String, Object> claims = access.getClaims();
            if (claims != null && claims.get("jti") instanceof String id) {
                revoked.revoke(id, expiry(access.getToken()));
            }
        }
        synchronized (this) {
            forget(authorization.getId());
            dropOld();
            byId.put(authorization.getId(), authorization);
            tokens(authorization).forEach(token -> idByToken.put(token.getTokenValue(), authorization.getId()));
        }
    }

    @Override
    public synchronized void remove(OAuth2Authorization authorization) {
        forget(authorization.getId());
    }

    @Override
    public synchronized @Nullable OAuth2Authorization findById(String id) {
        return byId.get(id);
    }

    @Override
    public synchronized @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        String id = idByToken.get(token);
        return id == null ? null : byId.get(id);
    }

    private void forget(String id) {
        OAuth2Authorization gone = byId.remove(id);
        if (gone != null) {
            tokens(gone).forEach(token -> idByToken.remove(token.getTokenValue()));
        }
    }

    private void dropOld() {
        Instant now = clock.instant();
        List<String> old = new ArrayList<>();
        for (OAuth2Authorization authorization : byId.values()) {
            boolean full = byId.size() - old.size() >= capacity;
            if (full || tokens(authorization).allMatch(token -> !now.isBefore(expiry(token)))) {
                old.add(authorization.getId());
            } else {
                break;
            }
        }
        old.forEach(this::forget);
    }

    private static Stream<OAuth2Token> tokens(OAuth2Authorization authorization) {
        return Stream.<OAuth2Authorization.@Nullable Token<? extends OAuth2Token>>of(
                        authorization.getToken(OAuth2AuthorizationCode.class), authorization.getAccessToken())
                .flatMap(token -> token == null ? Stream.empty() : Stream.of(token.getToken()));
    }

    private static Instant expiry(OAuth2Token token) {
        Instant expires = token.getExpiresAt();
        return expires == null ? Instant.MAX : expires;
    }
}
