package org.vitaledger.edge.spool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.vault.Batch;

/** An accepted pack as bytes: {@code [device, sequence, patient, signed pack, [time, code, value, scale, unit, ...]]}. */
final class PackRecord {
    private static final int FIELDS = 5;

    private PackRecord() {}

    static byte[] encode(Batch.Pack pack) {
        CborWriter out = new CborWriter(
                        128 + pack.signed().size() + 32 * pack.readings().size())
                .writeArray(FIELDS)
                .writeBytes(pack.device().bytes())
                .writeLong(pack.sequence())
                .writeBytes(pack.patient().bytes())
                .writeBytes(pack.signed())
                .writeArray(FIELDS * pack.readings().size());
        for (Reading reading : pack.readings()) {
            out.writeLong(reading.time().toEpochMilli())
                    .writeText(reading.code())
                    .writeLong(reading.value().unscaled())
                    .writeLong(reading.value().scale())
                    .writeText(reading.unit());
        }
        return out.toArray();
    }

    static Batch.Pack decode(byte[] content) throws CborRejected {
        CborReader in = CborReader.deterministic(content);
        in.readArray(FIELDS);
        DeviceId device = new DeviceId(in.readBytes());
        long sequence = in.readUnsigned();
        PatientHandle patient = new PatientHandle(in.readBytes());
        byte[] signed = in.readByteArray();
        Hash hash = Hash.sha256(signed);
        int count = in.readArray() / FIELDS;
        List<Reading> readings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Instant time = Instant.ofEpochMilli(in.readLong());
            String code = in.readText();
            Decimal value = new Decimal(in.readLong(), in.readInt());
            ReadingId id = new ReadingId(device, sequence, i);
            readings.add(new Reading(id, patient, time, code, value, in.readText(), hash));
        }
        return new Batch.Pack(device, sequence, patient, readings, Bytes.of(signed));
    }
}
