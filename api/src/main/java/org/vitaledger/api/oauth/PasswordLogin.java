package org.vitaledger.api.oauth;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.auth.Directory;

/**
 * Checks a login against the directory. Unknown login, wrong password, closed login and switched-off account look the
 * same from outside, and take the same time but for the closed one.
 */
final class PasswordLogin implements AuthenticationProvider {
    private static final int REMEMBERED_LOGINS = 10_000;

    private final Directory directory;
    private final PasswordEncoder encoder;
    private final LoginThrottle throttle;
    private final @Nullable String decoy;

    PasswordLogin(OAuthParts parts) {
        this.directory = parts.directory();
        this.encoder = parts.identity().secrets().encoder();
        this.throttle = new LoginThrottle(REMEMBERED_LOGINS, parts.clock());
        this.decoy = encoder.encode("nobody has this password");
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String login = attempt.getName();
        if (throttle.isClosed(login)) {
            throw new BadCredentialsException("closed");
        }
        Optional<Account> account = directory.account(login);
        String password = String.valueOf(attempt.getCredentials());
        boolean matches =
                encoder.matches(password, account.map(Account::passwordHash).orElse(decoy));
        if (!matches || !account.map(Account::enabled).orElse(false)) {
            throttle.failed(login);
            throw new BadCredentialsException("wrong");
        }
        throttle.succeeded(login);
        return UsernamePasswordAuthenticationToken.authenticated(login, null, List.of());
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
