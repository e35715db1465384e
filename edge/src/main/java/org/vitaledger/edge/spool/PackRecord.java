package org.vitaledger.edge.spool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.vitaledger.edge.spool.SpoolFault.SpoolCode;
import org.vitaledger.vault.Batch;

/**
 * A pack as bytes, with its readings as they were normalised on acceptance: what was accepted stays acceptable, also if
 * the tables of codes change before it is drained.
 */
final class PackRecord {
    private static final int VERSION = 1;

    private PackRecord() {}

    static byte[] encode(Batch.Pack pack) {
        CborWriter out = new CborWriter(
                        64 + pack.signed().size() + 32 * pack.readings().size())
                .writeArray(6)
                .writeLong(VERSION)
                .writeBytes(pack.device().bytes())
                .writeLong(pack.sequence())
                .writeBytes(pack.patient().bytes())
                .writeBytes(pack.signed())
                .writeArray(pack.readings().size());
        for (Reading reading : pack.readings()) {
            out.writeArray(5)
                    .writeText(reading.code())
                    .writeLong(reading.value().unscaled())
                    .writeLong(reading.value().scale())
                    .writeText(reading.unit())
                    .writeLong(reading.time().toEpochMilli());
        }
        return out.toArray();
    }

    static Batch.Pack decode(byte[] record) {
        try {
            CborReader in = CborReader.deterministic(record);
            in.readArray(6);
            if (in.readInt() != VERSION) {
                throw new SpoolFault(SpoolCode.UNREADABLE, Map.of("version", record[1]), null);
            }
            DeviceId device = new DeviceId(in.readBytes());
            long sequence = in.readUnsigned();
            PatientHandle patient = new PatientHandle(in.readBytes());
            Bytes signed = in.readBytes();
            Hash hash = Hash.sha256(signed.toArray());
            int count = in.readArray();
            List<Reading> readings = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                in.readArray(5);
                String code = in.readText();
                Decimal value = new Decimal(in.readLong(), in.readInt());
                String unit = in.readText();
                Instant time = Instant.ofEpochMilli(in.readLong());
                readings.add(new Reading(new ReadingId(device, sequence, i), patient, time, code, value, unit, hash));
            }
            in.end();
            return new Batch.Pack(device, sequence, patient, readings, signed);
        } catch (CborRejected | IllegalArgumentException e) {
            throw new SpoolFault(SpoolCode.UNREADABLE, Map.of(), e);
        }
    }
}
