package org.vitaledger.api.oauth;

import java.io.Serial;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.vitaledger.api.auth.IssuedToken;
import org.vitaledger.api.auth.TokenGrant;
import org.vitaledger.api.auth.Tokens;

/** An issued token in the shape that Spring's authorization server passes round; its claims answer introspection. */
final class AccessToken extends OAuth2AccessToken implements ClaimAccessor {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient IssuedToken issued;

    AccessToken(IssuedToken issued) {
        super(
                TokenType.BEARER,
                issued.value(),
                issued.grant().issued(),
                issued.grant().expires(),
                issued.grant().scopes().values());
        this.issued = issued;
    }

    @Override
    public Map<String, Object> getClaims() {
        TokenGrant grant = issued.grant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", grant.actor().principal().text());
        claims.put("jti", issued.id());
        claims.put("iat", Instant.ofEpochSecond(grant.issued().getEpochSecond()));
        claims.put("exp", Instant.ofEpochSecond(grant.expires().getEpochSecond()));
        claims.put(Tokens.ROLE, grant.actor().role().name());
        claims.put(Tokens.PURPOSE, grant.purpose().name());
        claims.put(Tokens.SCOPE, grant.scopes().values());
        grant.actor().patient().ifPresent(handle -> claims.put(Tokens.PATIENT, handle.text()));
        return claims;
    }
}
