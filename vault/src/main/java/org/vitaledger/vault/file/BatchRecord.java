package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.SequenceRange;
import org.vitaledger.vault.SealedBatch;

/**
 * The record of a batch: header, origin, number of packs, number of readings, the packs' clear entries, the commitments,
 * then the sealed packs one after the other (nonce, ciphertext, tag).
 *
 * @param header whose batch
 * @param origin where the gateway goes on
 * @param packs the clear entries
 * @param places where in the record the sealed packs start, and which leaf is their first
 * @param payload the whole record
 */
record BatchRecord(BatchHeader header, long origin, List<PackEntry> packs, List<Place> places, byte[] payload) {
    /** Bytes of a nonce. */
    static final int NONCE = 12;

    /** Bytes that a sealed pack is longer than what is sealed: nonce and tag. */
    static final int SEAL = NONCE + 16;

    /**
     * Where a sealed pack is.
     *
     * @param offset of its nonce in the record
     * @param firstLeaf the index of its first commitment
     */
    record Place(int offset, int firstLeaf) {}

    /**
     * Reads a record.
     *
     * @throws RuntimeException if it is not the whole record of a batch
     */
    static BatchRecord read(byte[] payload) {
        ByteBuffer in = ByteBuffer.wrap(payload);
        BatchHeader header = BatchHeader.read(in);
        long origin = in.getLong();
        int count = in.getInt();
        int readings = in.getInt();
        List<PackEntry> packs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            packs.add(PackEntry.read(in));
        }
        List<Place> places = new ArrayList<>(count);
        int offset = in.position() + readings * Hash.SIZE;
        int leaf = 0;
        for (PackEntry pack : packs) {
            places.add(new Place(offset, leaf));
            offset += pack.length();
            leaf += pack.readings();
        }
        if (offset != payload.length || leaf != readings) {
            throw new IllegalArgumentException("the record of a batch is not as long as its packs");
        }
        return new BatchRecord(header, origin, packs, places, payload);
    }

    /** The commitments, in the order of packs and readings. */
    List<Hash> commitments() {
        int at = places.getFirst().offset();
        PackEntry last = packs.getLast();
        int count = places.getLast().firstLeaf() + last.readings();
        List<Hash> commitments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            commitments.add(Hash.of(payload, at - (count - i) * Hash.SIZE));
        }
        return commitments;
    }

    SealedBatch sealed() {
        return new SealedBatch(header.gateway(), header.number(), origin, ranges(packs), commitments());
    }

    /** Which packs of which devices, in the order of an anchor. */
    static List<SequenceRange> ranges(List<PackEntry> packs) {
        return SequenceRange.joined(packs.stream()
                .map(pack -> SequenceRange.of(pack.device(), pack.sequence(), pack.readings()))
                .toList());
    }
}
