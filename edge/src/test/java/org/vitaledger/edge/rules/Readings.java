package org.vitaledger.edge.rules;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;

/** Readings for tests, written as {@code code unit value}, each of a pack of its own. */
final class Readings {
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static long packs;

    private Readings() {}

    /** What {@code device} measured on {@code patient} some seconds after the start. */
    static synchronized Reading of(DeviceId device, PatientHandle patient, long second, String text) {
        String[] parts = text.split(" ", -1);
        long pack = ++packs;
        return new Reading(
                new ReadingId(device, pack, 0),
                patient,
                START.plusSeconds(second),
                parts[0],
                Decimal.of(new BigDecimal(parts[2])),
                parts[1],
                Hash.sha256(ByteBuffer.allocate(Long.BYTES).putLong(pack).array()));
    }

    static Reading of(String code, Decimal value) {
        return of(device(1), patient(1), 0, code + " - " + value);
    }

    static DeviceId device(int number) {
        return new DeviceId(
                Bytes.of(ByteBuffer.allocate(DeviceId.SIZE).putInt(4, number).array()));
    }

    static PatientHandle patient(int number) {
        return new PatientHandle(Bytes.of(
                ByteBuffer.allocate(PatientHandle.SIZE).putInt(0, number).array()));
    }
}
