package org.vitaledger.device.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.device.pack.Measurement;
import org.vitaledger.device.pack.PackSigner;

/** Measures, packs and signs one patient's vital signs on a schedule. For one thread at a time. */
public final class VirtualDevice {
    private final PackSigner signer;
    private final VitalSigns source;
    private final Schedule schedule;
    private final List<Observation> gathered = new ArrayList<>();
    private @Nullable Observation ahead;
    private long sequence;

    /**
     * A device that goes on after {@code lastSequence}, 0 for a new one.
     */
    public VirtualDevice(PackSigner signer, VitalSigns source, Schedule schedule, long lastSequence) {
        this.signer = signer;
        this.source = source;
        this.schedule = schedule;
        this.sequence = lastSequence;
    }

    /** Whose packs. */
    public DeviceId id() {
        return signer.device();
    }

    /** The number of the last pack that was taken. */
    public long lastSequence() {
        return sequence;
    }

    /**
     * When the next pack is complete; nothing when the recording is over.
     *
     * @param now at an unbounded pace everything is due now
     */
    public Optional<Instant> due(Instant now) {
        gather();
        return gathered.isEmpty()
                ? Optional.empty()
                : Optional.of(moment(gathered.getLast().offset(), now));
    }

    /**
     * Signs the next pack.
     *
     * @throws IllegalStateException if the recording is over
     */
    public OutgoingPack take(Instant now) {
        gather();
        if (gathered.isEmpty()) {
            throw new IllegalStateException("the recording is over");
        }
        List<Measurement> measurements = new ArrayList<>(gathered.size());
        for (Observation it : gathered) {
            measurements.add(new Measurement(it.code(), it.unit(), it.value(), moment(it.offset(), now)));
        }
        gathered.clear();
        sequence++;
        return new OutgoingPack(id(), sequence, measurements.size(), signer.sign(sequence, measurements));
    }

    /** A pack is complete when it is full, when the next reading comes too late for it, or at the end. */
    private void gather() {
        while (gathered.size() < schedule.readingsPerPack()) {
            Observation next = ahead == null ? source.next().orElse(null) : ahead;
            ahead = next;
            if (next == null || (!gathered.isEmpty() && isTooLate(gathered.getFirst(), next))) {
                return;
            }
            gathered.add(next);
            ahead = null;
        }
    }

    private boolean isTooLate(Observation first, Observation next) {
        Duration span =
                Duration.between(moment(first.offset(), schedule.start()), moment(next.offset(), schedule.start()));
        return span.compareTo(schedule.maxSpan()) > 0;
    }

    private Instant moment(Duration offset, Instant now) {
        return schedule.pace().moment(schedule.start(), offset, now);
    }
}
