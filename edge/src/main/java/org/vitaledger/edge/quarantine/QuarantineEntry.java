package org.vitaledger.edge.quarantine;

import java.time.Instant;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.edge.admit.AdmissionRefusal;

/**
 * Something that was refused.
 *
 * @param device the device that the connection was authenticated as
 * @param time when it came, by the gateway's clock, whole milliseconds
 * @param refusal why it was refused
 * @param detail the reason of the layer below; may be empty
 * @param payload what came; empty for packets that were too large or no MQTT
 */
public record QuarantineEntry(DeviceId device, Instant time, AdmissionRefusal refusal, String detail, Bytes payload) {
    byte[] encode() {
        return new CborWriter(64 + payload.size())
                .writeArray(5)
                .writeBytes(device.bytes())
                .writeLong(time.toEpochMilli())
                .writeText(refusal.name())
                .writeText(detail)
                .writeBytes(payload)
                .toArray();
    }

    static QuarantineEntry decode(byte[] encoded) throws CborRejected {
        CborReader in = CborReader.deterministic(encoded);
        in.readArray(5);
        return new QuarantineEntry(
                new DeviceId(in.readBytes()),
                Instant.ofEpochMilli(in.readLong()),
                AdmissionRefusal.valueOf(in.readText()),
                in.readText(),
                in.readBytes());
    }

    /** Without the payload, which may hold patient data (INV-009). */
    @Override
    public String toString() {
        return "QuarantineEntry[" + device + " " + time + " " + refusal + " " + detail + "]";
    }
}
