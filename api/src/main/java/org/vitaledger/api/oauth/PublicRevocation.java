package org.vitaledger.api.oauth;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Lets a public client revoke its tokens: it has no credential, so its id and the token itself suffice (RFC 7009 section
 * 2.1). Whether the token is that client's is decided where it is revoked.
 */
final class PublicRevocation implements AuthenticationConverter, AuthenticationProvider {
    private static final String CLIENT_ID = "client_id";

    private final Clients clients;

    PublicRevocation(Clients clients) {
        this.clients = clients;
    }

    /** A client that showed nothing but its id. */
    private static final class Unproved extends OAuth2ClientAuthenticationToken {
        private static final long serialVersionUID = 1L;

        Unproved(String clientId) {
            super(clientId, ClientAuthenticationMethod.NONE, null, new HashMap<>());
        }
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        Map<String, String[]> parameters = request.getParameterMap();
        boolean proves = request.getHeader("Authorization") != null
                || parameters.containsKey("client_secret")
                || parameters.containsKey("client_assertion");
        String[] ids = parameters.get(CLIENT_ID);
        boolean revokes = request.getRequestURI().equals(SecurityChains.REVOKE);
        return proves || !revokes || ids == null || ids.length != 1 ? null : new Unproved(ids[0]);
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        RegisteredClient client = clients.findByClientId(attempt.getName());
        if (client == null || !client.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        return new OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null);
    }

    @Override
    public boolean supports(Class<?> type) {
        return type == Unproved.class;
    }
}
