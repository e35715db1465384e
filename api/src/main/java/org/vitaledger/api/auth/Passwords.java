package org.vitaledger.api.auth;

import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Checks and changes the passwords of accounts, wherever they are given, with one bound on guesses. Unknown login, wrong
 * password and closed account look the same and take the same time. Safe for any thread.
 */
public final class Passwords {
    private static final int REMEMBERED_LOGINS = 10_000;

    private final Directory directory;
    private final Secrets secrets;
    private final PasswordEncoder encoder;
    private final LoginThrottle throttle;
    private final @Nullable String decoy;

    public Passwords(Directory directory, Secrets secrets, InstantSource clock) {
        this.directory = directory;
        this.secrets = secrets;
        this.encoder = secrets.encoder();
        this.throttle = new LoginThrottle(REMEMBERED_LOGINS, clock);
        this.decoy = encoder.encode("nobody has this password");
    }

    /** The account that a login and its password open. */
    public Optional<Account> open(String login, String password) {
        return throttle.isClosed(login) ? Optional.empty() : matching(login, password);
    }

    /** Changes a password for who knows the present one; answers why it did not. */
    public Optional<PasswordRefusal> change(String login, String current, String next) {
        if (throttle.isClosed(login)) {
            return Optional.of(PasswordRefusal.CLOSED);
        }
        Optional<Account> account = matching(login, current);
        if (account.isEmpty()) {
            return Optional.of(PasswordRefusal.WRONG);
        }
        return current.equals(next) ? Optional.of(PasswordRefusal.UNCHANGED) : replace(account.get(), next);
    }

    /** Sets a password without asking for the present one; tokens and logins that began before are over. */
    public Optional<PasswordRefusal> replace(Account account, String next) {
        if (PasswordRule.isWeak(account.login(), next)) {
            return Optional.of(PasswordRefusal.WEAK);
        }
        directory.put(account.withPasswordHash(secrets.hash(next)));
        return Optional.empty();
    }

    private Optional<Account> matching(String login, String password) {
        Optional<Account> account = directory.account(login);
        boolean matches =
                encoder.matches(password, account.map(Account::passwordHash).orElse(decoy));
        if (!matches || !account.map(Account::enabled).orElse(false)) {
            throttle.failed(login);
            return Optional.empty();
        }
        throttle.succeeded(login);
        return account;
    }
}
