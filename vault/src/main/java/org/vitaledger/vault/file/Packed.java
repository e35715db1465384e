package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.vault.Batch;

/**
 * What is sealed of a pack: the seed of the salts, the signed pack after its length, and the readings in compact form.
 *
 * <p>Readings: number of kinds (code, unit, digits behind the point), the kinds; the first time; then for each reading
 * how many indexes were left out before it, the time since the one before, the number of its kind, the digits. Numbers
 * are LEB128 varints.
 *
 * @param seed 16 bytes
 * @param readings in the order of their index
 * @param signed COSE_Sign1
 */
record Packed(byte[] seed, List<Reading> readings, Bytes signed) {
    static final int SEED = 16;

    private record Kind(String code, String unit, int scale) {
        static Kind of(Reading reading) {
            return new Kind(reading.code(), reading.unit(), reading.value().scale());
        }
    }

    /** Writes a pack under {@code seed}. */
    static void write(Scratch out, byte[] seeds, int seedAt, Batch.Pack pack) {
        out.put(seeds, seedAt, SEED);
        out.putVarint(pack.signed().size()).put(pack.signed().toArray());
        writeReadings(out, pack.readings());
    }

    private static void writeReadings(Scratch out, List<Reading> readings) {
        List<Kind> kinds = new ArrayList<>();
        int[] kindOf = new int[readings.size()];
        for (int i = 0; i < kindOf.length; i++) {
            Kind kind = Kind.of(readings.get(i));
            int known = kinds.indexOf(kind);
            kindOf[i] = known < 0 ? kinds.size() : known;
            if (known < 0) {
                kinds.add(kind);
            }
        }
        out.putVarint(kinds.size());
        kinds.forEach(kind -> out.putText(kind.code()).putText(kind.unit()).put8(kind.scale()));
        long time = readings.getFirst().time().toEpochMilli();
        int index = -1;
        out.put64(time);
        for (int i = 0; i < kindOf.length; i++) {
            Reading reading = readings.get(i);
            long at = reading.time().toEpochMilli();
            out.putVarint(reading.id().index() - index - 1L);
            out.putSigned(at - time)
                    .putVarint(kindOf[i])
                    .putSigned(reading.value().unscaled());
            time = at;
            index = reading.id().index();
        }
    }

    /**
     * Reads what {@link #write} wrote for the pack of {@code entry}.
     *
     * @throws RuntimeException if it is not that
     */
    static Packed read(byte[] plain, PackEntry entry) {
        ByteBuffer in = ByteBuffer.wrap(plain);
        byte[] seed = Scratch.bytes(in, SEED);
        byte[] signed = Scratch.bytes(in, Math.toIntExact(Scratch.varint(in)));
        List<Reading> readings = readReadings(in, entry, Hash.sha256(signed));
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("a pack is longer than its readings");
        }
        return new Packed(seed, readings, Bytes.of(signed));
    }

    private static List<Reading> readReadings(ByteBuffer in, PackEntry entry, Hash pack) {
        Kind[] kinds = new Kind[Math.toIntExact(Scratch.varint(in))];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = new Kind(Scratch.text(in), Scratch.text(in), in.get());
        }
        long time = in.getLong();
        int index = -1;
        List<Reading> readings = new ArrayList<>(entry.readings());
        for (int i = 0; i < entry.readings(); i++) {
            index += Math.toIntExact(Scratch.varint(in)) + 1;
            time += Scratch.signed(in);
            Kind kind = kinds[Math.toIntExact(Scratch.varint(in))];
            readings.add(new Reading(
                    new ReadingId(entry.device(), entry.sequence(), index),
                    entry.patient(),
                    Instant.ofEpochMilli(time),
                    kind.code(),
                    new Decimal(Scratch.signed(in), kind.scale()),
                    kind.unit(),
                    pack));
        }
        return readings;
    }
}
