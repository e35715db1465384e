package org.vitaledger.edge;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.edge.spool.SpoolFault;
import org.vitaledger.edge.spool.SpoolFault.SpoolCode;

/** Since when each device waits for the disk, which may hang without an error. Safe for any thread. */
final class Unwritten {
    /** After it a disk is not busy, but hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<DeviceId, Waiting> waiting = new ConcurrentHashMap<>();
    private final Set<DeviceId> lost = ConcurrentHashMap.newKeySet();

    /** How much of a device waits, and since when, or since the last of it was written. */
    private record Waiting(int count, Instant since) {}

    /** Something of a device is to be written; before the disk is asked, or it might answer sooner. */
    void begun(DeviceId device, Instant now) {
        waiting.compute(
                device,
                (key, known) -> known == null ? new Waiting(1, now) : new Waiting(known.count + 1, known.since));
    }

    /** It was written, or can't be. */
    void ended(DeviceId device, Instant now) {
        waiting.computeIfPresent(device, (key, known) -> known.count == 1 ? null : new Waiting(known.count - 1, now));
    }

    /** It could not be written. */
    void lost(DeviceId device) {
        lost.add(device);
    }

    /** Whether something of the device was lost before what is written now. */
    boolean isKeptAgain(DeviceId device) {
        return !lost.isEmpty() && lost.remove(device);
    }

    /** The devices that have waited for too long. */
    List<DeviceId> overdue(Instant now) {
        return waiting.entrySet().stream()
                .filter(one -> one.getValue().since.plus(PATIENCE).isBefore(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** VL-SPOOL-006 while any has. */
    Optional<Fault> fault(Instant now) {
        int overdue = overdue(now).size();
        return overdue == 0
                ? Optional.empty()
                : Optional.of(new SpoolFault(SpoolCode.HANGS, Map.of("devices", overdue), null));
    }
}
