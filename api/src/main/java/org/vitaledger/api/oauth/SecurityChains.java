package org.vitaledger.api.oauth;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2ClientAuthenticationConfigurer;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AccessTokenResponseAuthenticationSuccessHandler;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.auth.TokenVerdict;
import org.vitaledger.api.auth.Tokens;

/** The two filter chains: the endpoints of the authorization server, and the login page in front of them. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityChains {
    static final String REVOKE = "/oauth2/revoke";
    private static final String LOGOUT = "/logout";
    private static final int AUTHORIZATIONS = 10_000;
    private static final int ASSERTIONS = 10_000;

    @Bean
    JWKSource<SecurityContext> publicKeys(OAuthParts parts) {
        return new ImmutableJWKSet<>(new JWKSet(parts.identity().key().jwk().toPublicJWK()));
    }

    @Bean
    PasswordEncoder passwordEncoder(OAuthParts parts) {
        return parts.identity().secrets().encoder();
    }

    @Bean
    LoginSessions loginSessions(OAuthParts parts) {
        boolean secure = parts.issuer().startsWith("https:");
        return new LoginSessions(
                parts.directory(), parts.clock(), parts.identity().random(), secure);
    }

    @Bean
    @Order(1)
    SecurityFilterChain authorizationServer(HttpSecurity http, OAuthParts parts, LoginSessions logins) {
        Clients clients = new Clients(parts);
        AuthorizationStore store =
                new AuthorizationStore(AUTHORIZATIONS, parts.identity().revoked(), parts.clock());
        OAuth2AuthorizationServerConfigurer server = new OAuth2AuthorizationServerConfigurer();
        http.securityMatcher(server.getEndpointsMatcher())
                .with(
                        server,
                        configured -> configured
                                .registeredClientRepository(clients)
                                .authorizationService(store)
                                .authorizationServerSettings(AuthorizationServerSettings.builder()
                                        .issuer(parts.issuer())
                                        .build())
                                .tokenGenerator(new AccessTokens(parts))
                                .clientAuthentication(authentication -> clients(authentication, parts, clients))
                                .tokenRevocationEndpoint(
                                        endpoint -> endpoint.authenticationProvider(new Revocation(parts.tokens())))
                                .tokenIntrospectionEndpoint(
                                        endpoint -> endpoint.authenticationProvider(new Introspection(parts)))
                                .tokenEndpoint(
                                        endpoint -> endpoint.accessTokenResponseHandler(tokenResponse(parts.tokens()))))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .csrf(csrf -> csrf.ignoringRequestMatchers(server.getEndpointsMatcher()))
                .headers(AbstractHttpConfigurer::disable)
                .securityContext(context -> context.securityContextRepository(logins))
                .requestCache(RequestCacheConfigurer::disable)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(new LoginWay(parts.console())));
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain login(HttpSecurity http, OAuthParts parts, LoginSessions logins) {
        return http.securityMatcher(LoginWay.LOGIN, LOGOUT)
                .authenticationProvider(new PasswordLogin(parts.identity().passwords()))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .securityContext(context -> context.securityContextRepository(logins))
                .requestCache(RequestCacheConfigurer::disable)
                .formLogin(form -> form.loginPage(LoginWay.LOGIN)
                        .successHandler((request, response, person) -> response.sendRedirect(LoginWay.onward(request)))
                        .failureHandler((request, response, cause) -> response.sendRedirect(LoginWay.again(request))))
                .logout(logout -> logout.logoutSuccessUrl("/"))
                // The console ends the login; it has no token of this page, and SameSite keeps others from doing so.
                .csrf(csrf -> csrf.ignoringRequestMatchers(LOGOUT).csrfTokenRepository(csrfTokens(parts)))
                .headers(AbstractHttpConfigurer::disable)
                .build();
    }

    /** In a cookie and in the form: the server keeps nothing for who has not logged in. */
    private static CookieCsrfTokenRepository csrfTokens(OAuthParts parts) {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(cookie ->
                cookie.httpOnly(true).sameSite("Lax").secure(parts.issuer().startsWith("https:")));
        return tokens;
    }

    private static void clients(
            OAuth2ClientAuthenticationConfigurer authentication, OAuthParts parts, Clients clients) {
        AssertionDecoders decoders =
                new AssertionDecoders(parts.directory(), new AssertionIds(ASSERTIONS, parts.clock()), parts.clock());
        PublicRevocation revocation = new PublicRevocation(clients);
        authentication
                .authenticationConverters(converters -> {
                    converters.addFirst(new AssertionConverter());
                    converters.addFirst(revocation);
                })
                .authenticationProviders(providers -> {
                    providers.forEach(provider -> {
                        if (provider instanceof JwtClientAssertionAuthenticationProvider assertions) {
                            assertions.setJwtDecoderFactory(decoders);
                        }
                    });
                    providers.addFirst(revocation);
                });
    }

    /** Adds the launch context (SMART App Launch 2.2 section 2.0.7) and tells the scopes that were really granted. */
    private static OAuth2AccessTokenResponseAuthenticationSuccessHandler tokenResponse(Tokens tokens) {
        OAuth2AccessTokenResponseAuthenticationSuccessHandler handler =
                new OAuth2AccessTokenResponseAuthenticationSuccessHandler();
        handler.setAccessTokenResponseCustomizer(context -> {
            if (context.getAuthentication() instanceof OAuth2AccessTokenAuthenticationToken issued
                    && tokens.check(issued.getAccessToken().getTokenValue())
                            instanceof TokenVerdict.Accepted(Caller caller)) {
                context.getAccessTokenResponse().scopes(caller.scopes().values());
                caller.patient()
                        .ifPresent(handle -> context.getAccessTokenResponse()
                                .additionalParameters(Map.of(Tokens.PATIENT, handle.text())));
            }
        });
        return handler;
    }
}
