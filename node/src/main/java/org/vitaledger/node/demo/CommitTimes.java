package org.vitaledger.node.demo;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.HdrHistogram.ConcurrentHistogram;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.SequenceRange;
import org.vitaledger.device.publish.Acknowledgement;
import org.vitaledger.device.publish.Latency;
import org.vitaledger.device.publish.PackObserver;
import org.vitaledger.device.replay.OutgoingPack;
import org.vitaledger.ledger.Block;

/** Measures from the publication of a pack to its commit, and counts what was acknowledged. For any thread. */
final class CommitTimes implements PackObserver {
    private static final long MAX_MICROS = Duration.ofMinutes(10).toNanos() / 1000;

    private final Map<Key, Long> sentNanos = new ConcurrentHashMap<>();
    private final Map<Key, Long> committedNanos = new ConcurrentHashMap<>();
    private final Map<Key, Integer> acknowledged = new ConcurrentHashMap<>();
    private final ConcurrentHistogram micros = new ConcurrentHistogram(MAX_MICROS, 3);

    /** A pack. */
    record Key(DeviceId device, long sequence) {}

    @Override
    public void answered(OutgoingPack pack, Acknowledgement answer, Duration elapsed) {
        if (answer instanceof Acknowledgement.Accepted) {
            Key key = new Key(pack.device(), pack.sequence());
            acknowledged.put(key, pack.readings());
            sentNanos.put(key, System.nanoTime() - elapsed.toNanos());
            record(key);
        }
    }

    /** Takes note of the anchors in a block. */
    void committed(Block block) {
        long now = System.nanoTime();
        for (Entry.Ordered entry : block.entries()) {
            if (entry.command() instanceof Command.Anchor anchor && entry.outcome() == 0) {
                anchor.ranges().forEach(range -> committed(range, now));
            }
        }
    }

    private void committed(SequenceRange range, long now) {
        for (long sequence = range.first(); sequence <= range.last(); sequence++) {
            Key key = new Key(range.device(), sequence);
            committedNanos.put(key, now);
            record(key);
        }
    }

    /** Whichever of the two comes last records the time, once. */
    private void record(Key key) {
        Long committed = committedNanos.get(key);
        if (committed != null) {
            Long sent = sentNanos.remove(key);
            if (sent != null) {
                micros.recordValue(Math.clamp((committed - sent) / 1000, 0, MAX_MICROS));
            }
        }
    }

    /** An acknowledged pack of {@code device} that is committed, if there is one yet. */
    Optional<Key> committedPack(DeviceId device) {
        return acknowledged.keySet().stream()
                .filter(key -> key.device().equals(device) && committedNanos.containsKey(key))
                .findFirst();
    }

    /** The readings of each acknowledged pack. */
    Map<Key, Integer> acknowledged() {
        return acknowledged;
    }

    /** How many acknowledged packs no anchor has committed yet. */
    long uncommitted() {
        return sentNanos.size();
    }

    /** From publication to commit. */
    Latency latency() {
        return Latency.of(micros);
    }
}
