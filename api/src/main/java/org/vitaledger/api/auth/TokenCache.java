package org.vitaledger.api.auth;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.core.bytes.Hash;

/**
 * Verified tokens by their SHA-256, at most as many as told, the least recently used leaving first. Holds who calls, not
 * whether the token still counts: expiry, revocation and the account's state are checked at every use. Safe for any
 * thread.
 */
final class TokenCache {
    private static final float LOAD = 0.75f;

    private final Map<Hash, Caller> callers;

    TokenCache(int capacity) {
        this.callers = new LinkedHashMap<>(16, LOAD, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Hash, Caller> eldest) {
                return size() > capacity;
            }
        };
    }

    /** The caller of a token seen before; one that has expired by {@code now} leaves the cache. */
    synchronized Optional<Caller> find(Hash token, Instant now) {
        Caller caller = callers.get(token);
        if (caller != null && !now.isBefore(caller.expires())) {
            callers.remove(token);
        }
        return Optional.ofNullable(caller);
    }

    synchronized void put(Hash token, Caller caller) {
        callers.put(token, caller);
    }

    synchronized int size() {
        return callers.size();
    }
}
