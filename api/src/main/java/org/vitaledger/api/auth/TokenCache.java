package org.vitaledger.api.auth;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.core.bytes.Hash;

/**
 * Verified tokens by their SHA-256, at most as many as told, the least recently used leaving first. Holds what they say, not
 * whether they still count: expiry, revocation and the account's state are checked at every use. Safe for any
 * thread.
 */
final class TokenCache {
    private static final float LOAD = 0.75f;

    private final Map<Hash, VerifiedToken> tokens;

    TokenCache(int capacity) {
        this.tokens = new LinkedHashMap<>(16, LOAD, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Hash, VerifiedToken> eldest) {
                return size() > capacity;
            }
        };
    }

    /** What a token seen before says; one that has expired by {@code now} leaves the cache. */
    synchronized Optional<VerifiedToken> find(Hash token, Instant now) {
        VerifiedToken known = tokens.get(token);
        if (known != null && !now.isBefore(known.caller().expires())) {
            tokens.remove(token);
        }
        return Optional.ofNullable(known);
    }

    synchronized void put(Hash token, VerifiedToken content) {
        tokens.put(token, content);
    }

    synchronized int size() {
        return tokens.size();
    }
}
