package org.vitaledger.api.oauth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.vitaledger.api.auth.ConsoleClient;
import org.vitaledger.api.auth.Directory;
import org.vitaledger.api.auth.Scopes;
import org.vitaledger.api.auth.Service;

/** The clients of the authorization server: the console, and the services of the directory. */
final class Clients implements RegisteredClientRepository {
    private static final Duration CODE_LIFETIME = Duration.ofMinutes(2);

    private final Directory directory;
    private final Duration lifetime;
    private final RegisteredClient console;

    Clients(OAuthParts parts) {
        this.directory = parts.directory();
        this.lifetime = parts.lifetime();
        this.console = RegisteredClient.withId(ConsoleClient.ID)
                .clientId(ConsoleClient.ID)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUris(uris -> uris.addAll(parts.console().redirectUris()))
                .scopes(scopes -> scopes.addAll(Scopes.known()))
                .clientSettings(ClientSettings.builder().requireProofKey(true).build())
                .tokenSettings(tokenSettings())
                .build();
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("services are registered in the directory");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        if (clientId.equals(ConsoleClient.ID)) {
            return console;
        }
        return directory
                .service(clientId)
                .filter(Service::enabled)
                .map(this::client)
                .orElse(null);
    }

    private RegisteredClient client(Service service) {
        RegisteredClient.Builder client = RegisteredClient.withId(service.clientId())
                .clientId(service.clientId())
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> scopes.addAll(service.scopes()))
                .tokenSettings(tokenSettings());
        switch (service.credential()) {
            case Service.Credential.Secret(String hash) ->
                client.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                        .clientSecret(hash);
            case Service.Credential.Keys _ ->
                client.clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT);
        }
        return client.build();
    }

    private TokenSettings tokenSettings() {
        return TokenSettings.builder()
                .authorizationCodeTimeToLive(CODE_LIFETIME)
                .accessTokenTimeToLive(lifetime)
                .build();
    }
}
