package org.vitaledger.edge.quarantine;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.DeviceId;

/** Who takes up how much of the quarantine. Safe for any thread. */
final class Shares {
    private final QuarantineLimits limits;
    private final TreeMap<Long, Piece> pieces = new TreeMap<>();
    private final Map<DeviceId, Share> shares = new HashMap<>();
    private long total;

    /** What becomes of an entry. */
    enum Place {
        /** It is to be stored. */
        FREE,
        /** The same bytes of the same device are there. */
        REPEATED,
        /** The device's share is used up. */
        FULL
    }

    record Piece(DeviceId device, Instant time, int bytes, Hash hash) {}

    private static final class Share {
        private final Set<Hash> hashes = new HashSet<>();
        private long bytes;
    }

    Shares(QuarantineLimits limits) {
        this.limits = limits;
    }

    /** Takes room for an entry that is about to be stored. */
    synchronized Place take(Piece piece) {
        Share share = shares.computeIfAbsent(piece.device(), device -> new Share());
        if (share.hashes.contains(piece.hash())) {
            return Place.REPEATED;
        }
        if (share.bytes + piece.bytes() > limits.deviceBytes()) {
            return Place.FULL;
        }
        share.hashes.add(piece.hash());
        share.bytes += piece.bytes();
        total += piece.bytes();
        return Place.FREE;
    }

    /** The entry that room was taken for lies at {@code position}. */
    synchronized void stored(long position, Piece piece) {
        pieces.put(position, piece);
    }

    /** The entry that room was taken for could not be stored, or was dropped. */
    synchronized void give(Piece piece) {
        Share share = shares.get(piece.device());
        if (share != null) {
            share.hashes.remove(piece.hash());
            share.bytes -= piece.bytes();
            total -= piece.bytes();
            if (share.hashes.isEmpty()) {
                shares.remove(piece.device());
            }
        }
    }

    /** The position before which everything is too old or too much; 0 if nothing is. */
    synchronized long surplus(Instant now) {
        Instant oldest = now.minus(limits.age());
        long excess = total - limits.totalBytes();
        long position = 0;
        for (Map.Entry<Long, Piece> piece : pieces.entrySet()) {
            if (excess <= 0 && !piece.getValue().time().isBefore(oldest)) {
                return position;
            }
            excess -= piece.getValue().bytes();
            position = piece.getKey() + 1;
        }
        return position;
    }

    /** Everything before {@code position} is gone. */
    synchronized void dropped(long position) {
        Map<Long, Piece> gone = pieces.headMap(position);
        gone.values().forEach(this::give);
        gone.clear();
    }
}
