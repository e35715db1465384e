package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.vault.key.PatientKeys;

/**
 * Where a sealed pack lies, as the index knows it.
 *
 * @param entry what stands in clear
 * @param position of the batch's record in the journal
 * @param number which pack of the batch
 * @param place where in the record
 */
record PackPlace(PackEntry entry, long position, int number, BatchRecord.Place place) {
    byte[] value() {
        return ByteBuffer.allocate(Long.BYTES
                        + 4 * Integer.BYTES
                        + 3 * Short.BYTES
                        + PatientHandle.SIZE
                        + PatientKeys.FINGERPRINT_SIZE)
                .putLong(position)
                .putInt(number)
                .putInt(place.offset())
                .putInt(place.firstLeaf())
                .putInt(entry.length())
                .putShort((short) entry.period())
                .putShort((short) entry.readings())
                .putShort((short) entry.lastIndex())
                .put(entry.patient().bytes().toArray())
                .put(entry.fingerprint().toArray())
                .array();
    }

    static PackPlace read(DeviceId device, long sequence, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        long position = in.getLong();
        int number = in.getInt();
        BatchRecord.Place place = new BatchRecord.Place(in.getInt(), in.getInt());
        int length = in.getInt();
        int period = in.getShort() & 0xffff;
        int readings = in.getShort() & 0xffff;
        int lastIndex = in.getShort() & 0xffff;
        PatientHandle patient = new PatientHandle(Bytes.of(Scratch.bytes(in, PatientHandle.SIZE)));
        Bytes fingerprint = Bytes.of(Scratch.bytes(in, PatientKeys.FINGERPRINT_SIZE));
        PackEntry entry = new PackEntry(device, sequence, patient, fingerprint, period, readings, lastIndex, length);
        return new PackPlace(entry, position, number, place);
    }
}
