package org.vitaledger.api.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing: after five wrong passwords in a row a login is closed for a minute. Remembers at most as many
 * logins as told. Safe for any thread.
 */
final class LoginThrottle {
    private static final int FREE_FAILURES = 5;
    /** How long a login is closed. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    private record Failures(int count, Instant last) {}

    private final Map<String, Failures> failures;
    private final InstantSource clock;

    LoginThrottle(int capacity, InstantSource clock) {
        this.clock = clock;
        this.failures = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized boolean isClosed(String login) {
        Failures seen = failures.get(login);
        return seen != null
                && seen.count() >= FREE_FAILURES
                && clock.instant().isBefore(seen.last().plus(PAUSE));
    }

    synchronized void failed(String login) {
        Failures seen = failures.remove(login);
        int count = seen == null ? 1 : seen.count() + 1;
        failures.put(login, new Failures(count, clock.instant()));
    }

    synchronized void succeeded(String login) {
        failures.remove(login);
    }
}
