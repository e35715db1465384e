package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.vault.Batch;
import org.vitaledger.vault.key.PatientKeys;

/**
 * What stands in clear of a sealed pack, 58 bytes in a batch's record.
 *
 * @param device who signed
 * @param sequence the number of the pack
 * @param patient whose readings
 * @param fingerprint tells the pack, sent again, from every other one ({@link PatientKeys#fingerprint})
 * @param period whose data key: the month of the first reading, counted from January 1970 (UTC)
 * @param readings how many
 * @param lastIndex the index of the last
 * @param length bytes of nonce, ciphertext and tag
 */
record PackEntry(
        DeviceId device,
        long sequence,
        PatientHandle patient,
        Bytes fingerprint,
        int period,
        int readings,
        int lastIndex,
        int length) {
    static final int SIZE = 58;

    static PackEntry of(Batch.Pack pack, Bytes fingerprint, int length) {
        return new PackEntry(
                pack.device(),
                pack.sequence(),
                pack.patient(),
                fingerprint,
                period(pack.readings().getFirst().time()),
                pack.readings().size(),
                pack.readings().getLast().id().index(),
                length);
    }

    /** Months that 16 bits can't tell go to the nearest that they can: a period only chooses a key. */
    private static int period(Instant time) {
        var date = time.atOffset(ZoneOffset.UTC);
        return Math.clamp((date.getYear() - 1970L) * 12 + date.getMonthValue() - 1, 0, 0xffff);
    }

    void write(Scratch out) {
        out.put(device.bytes().toArray())
                .put64(sequence)
                .put(patient.bytes().toArray())
                .put(fingerprint.toArray())
                .put16(period)
                .put16(readings)
                .put16(lastIndex)
                .put32(length);
    }

    static PackEntry read(ByteBuffer in) {
        return new PackEntry(
                new DeviceId(Bytes.of(Scratch.bytes(in, DeviceId.SIZE))),
                in.getLong(),
                new PatientHandle(Bytes.of(Scratch.bytes(in, PatientHandle.SIZE))),
                Bytes.of(Scratch.bytes(in, PatientKeys.FINGERPRINT_SIZE)),
                in.getShort() & 0xffff,
                in.getShort() & 0xffff,
                in.getShort() & 0xffff,
                in.getInt());
    }
}
