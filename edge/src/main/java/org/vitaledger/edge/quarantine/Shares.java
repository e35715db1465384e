package org.vitaledger.edge.quarantine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.edge.quarantine.Quarantine.Outcome;

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
        /** The same bytes of the same device are being stored; the one who asks is told with the first. */
        AWAITED,
        /** The same bytes of the same device are there. */
        REPEATED,
        /** The device's share is used up. */
        FULL,
        /** The device's share is used up, and nobody heard of that yet. */
        NEWLY_FULL
    }

    record Piece(DeviceId device, Instant time, int bytes, Hash hash, boolean isSigned) {}

    private final class Share {
        private final Set<Hash> hashes = new HashSet<>();
        private final Map<Hash, List<Consumer<Outcome>>> waiting = new HashMap<>();
        /** Of what is stored, oldest first; some of it may be gone. */
        private final ArrayDeque<Long> positions = new ArrayDeque<>();

        private long bytes;
        private boolean full;

        private boolean isFull(Piece next, long mostBytes) {
            return bytes + next.bytes() > mostBytes || hashes.size() >= limits.deviceEntries();
        }
    }

    Shares(QuarantineLimits limits) {
        this.limits = limits;
    }

    /**
     * Takes room for an entry that is about to be stored.
     *
     * @param now the gateway's time
     * @param told kept until {@link #stored} or {@link #lost} if the answer is FREE or AWAITED
     */
    synchronized Place take(Piece piece, Instant now, Consumer<Outcome> told) {
        Share share = shares.computeIfAbsent(piece.device(), device -> new Share());
        if (share.hashes.contains(piece.hash())) {
            List<Consumer<Outcome>> waiting = share.waiting.get(piece.hash());
            if (waiting == null) {
                return Place.REPEATED;
            }
            waiting.add(told);
            return Place.AWAITED;
        }
        long most = piece.isSigned() ? limits.signedBytes() : limits.deviceBytes();
        if (share.isFull(piece, most)) {
            makeRoom(share, now);
            shares.putIfAbsent(piece.device(), share);
        }
        if (share.isFull(piece, most)) {
            boolean known = share.full;
            share.full = true;
            return known ? Place.FULL : Place.NEWLY_FULL;
        }
        share.waiting.put(piece.hash(), new ArrayList<>(List.of(told)));
        share.hashes.add(piece.hash());
        share.bytes += piece.bytes();
        total += piece.bytes();
        return Place.FREE;
    }

    /** The entry that room was taken for lies at {@code position}: those who are to be told. */
    synchronized List<Consumer<Outcome>> stored(long position, Piece piece) {
        pieces.put(position, piece);
        Share share = shares.get(piece.device());
        if (share != null) {
            share.positions.add(position);
        }
        return waiting(piece);
    }

    /** The entry that room was taken for could not be stored: those who are to be told. */
    synchronized List<Consumer<Outcome>> lost(Piece piece) {
        List<Consumer<Outcome>> waiting = waiting(piece);
        give(piece);
        return waiting;
    }

    private List<Consumer<Outcome>> waiting(Piece piece) {
        Share share = shares.get(piece.device());
        List<Consumer<Outcome>> waiting = share == null ? null : share.waiting.remove(piece.hash());
        return waiting == null ? List.of() : waiting;
    }

    private void give(Piece piece) {
        Share share = shares.get(piece.device());
        if (share != null) {
            share.hashes.remove(piece.hash());
            share.bytes -= piece.bytes();
            share.full = false;
            total -= piece.bytes();
            if (share.hashes.isEmpty()) {
                shares.remove(piece.device());
            }
        }
    }

    /**
     * What is too old makes room where a device has none left, whenever its file can be deleted. Only there: a clock that is
     * wrong for a moment must not empty the quarantine.
     */
    private void makeRoom(Share share, Instant now) {
        Instant oldest = now.minus(limits.age());
        Long first = share.positions.peek();
        while (first != null) {
            Piece piece = pieces.get(first);
            if (piece != null && !piece.time().isBefore(oldest)) {
                return;
            }
            share.positions.remove();
            if (piece != null) {
                pieces.remove(first);
                give(piece);
            }
            first = share.positions.peek();
        }
    }

    /** Whether an entry lies at {@code position}. */
    synchronized boolean holds(long position) {
        return pieces.containsKey(position);
    }

    /** Where the last entry before {@code position} lies. */
    synchronized OptionalLong before(long position) {
        Long lower = pieces.lowerKey(position);
        return lower == null ? OptionalLong.empty() : OptionalLong.of(lower);
    }

    /** The position before which everything is too old or too much; 0 if nothing is. */
    synchronized long surplus(Instant now) {
        Instant oldest = now.minus(limits.age());
        long excess = total - limits.totalBytes();
        long tooMany = pieces.size() - (long) limits.entries();
        long position = 0;
        for (Map.Entry<Long, Piece> piece : pieces.entrySet()) {
            if (excess <= 0 && tooMany <= 0 && !piece.getValue().time().isBefore(oldest)) {
                return position;
            }
            excess -= piece.getValue().bytes();
            tooMany--;
            position = piece.getKey() + 1;
        }
        return position;
    }

    /**
     * Everything before {@code position} is gone.
     *
     * @return how much of it was not too old
     */
    synchronized int dropped(long position, Instant now) {
        Instant oldest = now.minus(limits.age());
        Map<Long, Piece> gone = pieces.headMap(position);
        gone.values().forEach(this::give);
        int young = (int) gone.values().stream()
                .filter(piece -> piece.time().isAfter(oldest))
                .count();
        gone.clear();
        return young;
    }
}
