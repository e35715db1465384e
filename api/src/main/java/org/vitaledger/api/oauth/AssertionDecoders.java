package org.vitaledger.api.oauth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionDecoderFactory;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.vitaledger.api.auth.Directory;
import org.vitaledger.api.auth.Service;

/**
 * Checks signed client assertions (private_key_jwt, RFC 7523 section 3; SMART Backend Services): ES256, ES384 or RS384
 * under the keys registered for the client, valid for at most five minutes, each {@code jti} once.
 */
final class AssertionDecoders implements JwtDecoderFactory<RegisteredClient> {
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(5);
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.RS384);

    private final Directory directory;
    private final AssertionIds used;
    private final InstantSource clock;

    AssertionDecoders(Directory directory, AssertionIds used, InstantSource clock) {
        this.directory = directory;
        this.used = used;
        this.clock = clock;
    }

    @Override
    public JwtDecoder createDecoder(RegisteredClient client) {
        Service service = directory.service(client.getClientId()).orElseThrow(AssertionDecoders::invalidClient);
        if (!(service.credential() instanceof Service.Credential.Keys(String jwks))) {
            throw invalidClient();
        }
        try {
            DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
            processor.setJWSKeySelector(
                    new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(JWKSet.parse(jwks))));
            processor.setJWTClaimsSetVerifier((claims, context) -> {});
            NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
            decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                    JwtClientAssertionDecoderFactory.DEFAULT_JWT_VALIDATOR_FACTORY.apply(client), once(client)));
            return decoder;
        } catch (ParseException e) {
            throw invalidClient();
        }
    }

    private OAuth2TokenValidator<Jwt> once(RegisteredClient client) {
        return assertion -> {
            Instant expires = assertion.getExpiresAt();
            String id = assertion.getId();
            boolean fresh = expires != null
                    && !expires.isAfter(clock.instant().plus(MAX_LIFETIME))
                    && id != null
                    && used.firstUse(client.getClientId() + " " + id, expires);
            return fresh ? OAuth2TokenValidatorResult.success() : OAuth2TokenValidatorResult.failure(reused());
        };
    }

    private static OAuth2Error reused() {
        return new OAuth2Error(
                OAuth2ErrorCodes.INVALID_CLIENT,
                "The assertion needs a jti of its own and at most five minutes.",
                null);
    }

    private static OAuth2AuthenticationException invalidClient() {
        return new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }
}
