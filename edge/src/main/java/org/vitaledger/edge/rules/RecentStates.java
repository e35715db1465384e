package org.vitaledger.edge.rules;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.vitaledger.core.value.DeviceId;

/**
 * What is remembered of devices, bounded: when as many as the half of the bound are new since the last time, those that
 * nobody asked for in between are forgotten. Safe for any thread; a known device costs one look-up without a lock.
 */
final class DeviceStates<S> {
    private final int half;
    private final Supplier<S> fresh;
    private volatile Map<DeviceId, S> young = new ConcurrentHashMap<>();
    private Map<DeviceId, S> old = Map.of();

    DeviceStates(int bound, Supplier<S> fresh) {
        this.half = bound / 2;
        this.fresh = fresh;
    }

    /** The device's, made if it has none. */
    S of(DeviceId device) {
        S state = young.get(device);
        return state != null ? state : promote(device);
    }

    private synchronized S promote(DeviceId device) {
        S state = young.get(device);
        if (state != null) {
            return state;
        }
        S known = old.get(device);
        if (young.size() >= half) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
        S kept = known != null ? known : fresh.get();
        young.put(device, kept);
        return kept;
    }

    synchronized int size() {
        return young.size() + old.size();
    }
}
