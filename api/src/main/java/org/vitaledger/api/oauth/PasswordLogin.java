package org.vitaledger.api.oauth;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.vitaledger.api.auth.Passwords;

/** Checks a login against the accounts. */
final class PasswordLogin implements AuthenticationProvider {
    private final Passwords passwords;

    PasswordLogin(Passwords passwords) {
        this.passwords = passwords;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        return passwords
                .open(attempt.getName(), String.valueOf(attempt.getCredentials()))
                .map(LoginSessions::authenticated)
                .orElseThrow(() -> new BadCredentialsException("refused"));
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
