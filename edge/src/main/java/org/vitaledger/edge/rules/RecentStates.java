package org.vitaledger.edge.rules;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of many, bounded: when as many as the half of the bound are new since the last time, those that
 * nobody asked for in between are forgotten. Safe for any thread; what is known costs one look-up without a lock.
 */
final class RecentStates<K, S> {
    private final int half;
    private final Supplier<S> fresh;
    private volatile Map<K, S> young = new ConcurrentHashMap<>();
    private Map<K, S> old = Map.of();

    RecentStates(int bound, Supplier<S> fresh) {
        this.half = bound / 2;
        this.fresh = fresh;
    }

    /** The state of {@code key}, made if it has none. */
    S of(K key) {
        S state = young.get(key);
        return state != null ? state : promote(key);
    }

    /** The state of {@code key}, if it has one. */
    Optional<S> find(K key) {
        S state = young.get(key);
        return state != null ? Optional.of(state) : Optional.ofNullable(older(key));
    }

    /** Shows all states to {@code visitor}. */
    void forEach(Consumer<S> visitor) {
        Map<K, S> first;
        Map<K, S> second;
        synchronized (this) {
            first = young;
            second = old;
        }
        first.values().forEach(visitor);
        second.forEach((key, state) -> {
            if (!first.containsKey(key)) {
                visitor.accept(state);
            }
        });
    }

    private synchronized @Nullable S older(K key) {
        return old.get(key);
    }

    private synchronized S promote(K key) {
        S state = young.get(key);
        if (state != null) {
            return state;
        }
        S known = old.get(key);
        if (young.size() >= half) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
        S kept = known != null ? known : fresh.get();
        young.put(key, kept);
        return kept;
    }

    synchronized int size() {
        return young.size() + old.size();
    }
}
