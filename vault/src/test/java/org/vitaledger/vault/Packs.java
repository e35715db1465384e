package org.vitaledger.vault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;

/** Makes packs of readings from a seed; each device counts its own sequence, patients and devices go by number. */
public final class Packs {
    public static final List<String> CODES = List.of("8867-4", "59408-5", "9279-1", "8310-5", "8480-6", "8462-4");
    private static final List<String> UNITS = List.of("/min", "%", "/min", "Cel", "mm[Hg]", "mm[Hg]");

    private final SplittableRandom random;
    private final Map<Integer, Long> sequences = new HashMap<>();

    public Packs(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A batch of one gateway. */
    public static Batch batch(long number, List<Batch.Pack> packs) {
        return new Batch(World.GATEWAY, number, packs, number * 1000);
    }

    /** {@code readings} readings of a patient, a second apart from {@code start} on, in a pack of a signed pack's size. */
    public Batch.Pack pack(int device, int patient, Instant start, int readings) {
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < readings; i++) {
            times.add(start.plusSeconds(i));
        }
        return pack(device, patient, times);
    }

    /** A reading at each of {@code times}. */
    public Batch.Pack pack(int device, int patient, List<Instant> times) {
        long sequence = sequences.merge(device, 1L, Long::sum);
        byte[] signed = new byte[80 + 37 * times.size()];
        random.nextBytes(signed);
        Hash hash = Hash.sha256(signed);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            int kind = random.nextInt(CODES.size());
            readings.add(new Reading(
                    new ReadingId(World.device(device), sequence, i),
                    World.patient(patient),
                    times.get(i),
                    CODES.get(kind),
                    new Decimal(random.nextInt(30, 1500), kind == 3 ? 1 : 0),
                    UNITS.get(kind),
                    hash));
        }
        return new Batch.Pack(World.device(device), sequence, World.patient(patient), readings, Bytes.of(signed));
    }
}
