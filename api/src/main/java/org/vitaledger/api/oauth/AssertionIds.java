package org.vitaledger.api.oauth;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * The ids of client assertions seen, until the assertions have expired, so that none counts twice. Holds at most as many
 * as told; when full of unexpired ones it refuses further assertions rather than forget one. Safe for any thread.
 */
final class AssertionIds {
    private final Map<String, Instant> expiryById = new HashMap<>();
    private final int capacity;
    private final InstantSource clock;

    AssertionIds(int capacity, InstantSource clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    /** Whether an id is seen for the first time; from now on it is seen. */
    synchronized boolean firstUse(String id, Instant expires) {
        if (expiryById.containsKey(id)) {
            return false;
        }
        if (expiryById.size() >= capacity) {
            Instant now = clock.instant();
            expiryById.values().removeIf(expiry -> !now.isBefore(expiry));
        }
        return expiryById.size() < capacity && expiryById.put(id, expires) == null;
    }
}
