package org.vitaledger.api.oauth;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.auth.Directory;

/**
 * Who has logged in with which browser: a cookie with a random number, and in memory whose it is. A login ends after half an
 * hour without use, twelve hours after it began, with a restart, with its account, and with the password that it was made by.
 * Kept are the newest of an account and the newest of all; nothing is kept for who has not logged in. Safe for any thread.
 */
final class LoginSessions implements SecurityContextRepository {
    /** How many logins of one account are kept. */
    static final int PER_ACCOUNT = 16;

    static final String COOKIE = "vitaledger-login";
    private static final int CAPACITY = 10_000;
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final int ID_BYTES = 32;

    private final Map<String, Login> byId = new LinkedHashMap<>();
    private final Directory directory;
    private final InstantSource clock;
    private final SecureRandom random;
    private final boolean secure;

    private record Login(String name, String credential, Instant began, Instant used) {
        boolean isOver(Instant now) {
            return !now.isBefore(used.plus(IDLE)) || !now.isBefore(began.plus(LONGEST));
        }

        Login usedAt(Instant now) {
            return new Login(name, credential, began, now);
        }
    }

    LoginSessions(Directory directory, InstantSource clock, SecureRandom random, boolean secure) {
        this.directory = directory;
        this.clock = clock;
        this.random = random;
        this.secure = secure;
    }

    /** Somebody who proved to be the owner of an account; tells which password it had then. */
    static Authentication authenticated(Account account) {
        UsernamePasswordAuthenticationToken person =
                UsernamePasswordAuthenticationToken.authenticated(account.login(), null, List.of());
        person.setDetails(account.credentialMark());
        return person;
    }

    /** The account that a login is for, while it may be used and has the password that the login was made by. */
    static Optional<Account> account(Directory directory, Authentication person) {
        return directory
                .account(person.getName())
                .filter(Account::enabled)
                .filter(account -> account.credentialMark().equals(person.getDetails()));
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return context(holder.getRequest());
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        return new Loaded(context(request));
    }

    private record Loaded(SecurityContext context) implements DeferredSecurityContext {
        @Override
        public SecurityContext get() {
            return context;
        }

        @Override
        public boolean isGenerated() {
            return context.getAuthentication() == null;
        }
    }

    private SecurityContext context(HttpServletRequest request) {
        return id(request)
                .flatMap(this::use)
                .<SecurityContext>map(account -> new SecurityContextImpl(authenticated(account)))
                .orElseGet(SecurityContextHolder::createEmptyContext);
    }

    private synchronized Optional<Account> use(String id) {
        Login login = byId.remove(id);
        if (login == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<Account> account = directory
                .account(login.name())
                .filter(Account::enabled)
                .filter(found -> found.credentialMark().equals(login.credential()))
                .filter(found -> !login.isOver(now));
        account.ifPresent(found -> byId.put(id, login.usedAt(now)));
        return account;
    }

    /** Keeps a new login under a new number, or forgets the one of the request if nobody is logged in any more. */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        id(request).ifPresent(this::forget);
        Authentication person = context.getAuthentication();
        if (person == null || !(person.getDetails() instanceof String credential)) {
            response.addCookie(cookie("", 0));
            return;
        }
        response.addCookie(cookie(add(person.getName(), credential), -1));
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return id(request).filter(this::contains).isPresent();
    }

    private synchronized boolean contains(String id) {
        return byId.containsKey(id);
    }

    private synchronized void forget(String id) {
        byId.remove(id);
    }

    private synchronized String add(String name, String credential) {
        Instant now = clock.instant();
        byId.values().removeIf(login -> login.isOver(now));
        List<String> own = byId.entrySet().stream()
                .filter(entry -> entry.getValue().name().equals(name))
                .sorted(Comparator.comparing(entry -> entry.getValue().began()))
                .map(Map.Entry::getKey)
                .toList();
        own.stream().limit(Math.max(0, own.size() - PER_ACCOUNT + 1)).forEach(byId::remove);
        while (byId.size() >= CAPACITY) {
            byId.remove(byId.keySet().iterator().next());
        }
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        byId.put(id, new Login(name, credential, now, now));
        return id;
    }

    private static Optional<String> id(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(COOKIE)) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    /** SameSite as for the way back from the login page, and not for requests that other sites make in a page. */
    private Cookie cookie(String value, int seconds) {
        Cookie cookie = new Cookie(COOKIE, value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(secure);
        cookie.setMaxAge(seconds);
        cookie.setAttribute("SameSite", "Lax");
        return cookie;
    }
}
