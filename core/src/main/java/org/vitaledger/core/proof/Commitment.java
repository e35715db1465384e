package org.vitaledger.core.proof;

import java.time.Instant;
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

/**
 * The salted commitment to a reading: SHA-256 over 16 random bytes and the reading's canonical bytes. It says nothing
 * about the reading to somebody without the salt (INV-009), and fixes the reading for somebody with it.
 */
public final class Commitment {
    /** Bytes in a salt. */
    public static final int SALT_SIZE = 16;

    private static final int VERSION = 1;

    private Commitment() {}

    /**
     * The commitment to {@code reading} under {@code salt}.
     *
     * @throws IllegalArgumentException if the salt has not {@link #SALT_SIZE} bytes
     */
    public static Hash of(byte[] salt, Reading reading) {
        return of(salt, canonicalArray(reading));
    }

    /** The commitment to a reading in its canonical bytes. */
    public static Hash of(byte[] salt, byte[] canonical) {
        if (salt.length != SALT_SIZE) {
            throw new IllegalArgumentException("a salt has 16 bytes");
        }
        return Hash.sha256(salt, canonical);
    }

    /**
     * The canonical bytes of a reading: the deterministic CBOR array of version, patient, device, sequence, index,
     * time (milliseconds since 1970), code, unscaled value, scale, unit and pack hash.
     */
    public static Bytes canonical(Reading reading) {
        return Bytes.of(canonicalArray(reading));
    }

    private static byte[] canonicalArray(Reading reading) {
        return new CborWriter(160)
                .writeArray(11)
                .writeLong(VERSION)
                .writeBytes(reading.patient().bytes())
                .writeBytes(reading.id().device().bytes())
                .writeLong(reading.id().sequence())
                .writeLong(reading.id().index())
                .writeLong(reading.time().toEpochMilli())
                .writeText(reading.code())
                .writeLong(reading.value().unscaled())
                .writeLong(reading.value().scale())
                .writeText(reading.unit())
                .writeBytes(reading.pack().bytes())
                .toArray();
    }

    /**
     * Reads the canonical bytes of a reading.
     *
     * @throws CborRejected if they are not deterministic CBOR of that shape
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public static Reading parse(byte[] canonical) throws CborRejected {
        CborReader in = CborReader.deterministic(canonical);
        in.readArray(11);
        if (in.readInt() != VERSION) {
            throw new IllegalArgumentException("a reading of an unknown version");
        }
        PatientHandle patient = new PatientHandle(in.readBytes());
        ReadingId id = new ReadingId(new DeviceId(in.readBytes()), in.readUnsigned(), in.readInt());
        Instant time = Instant.ofEpochMilli(in.readLong());
        String code = in.readText();
        Decimal value = new Decimal(in.readLong(), in.readInt());
        Reading reading = new Reading(id, patient, time, code, value, in.readText(), Hash.of(in.readByteArray()));
        in.end();
        return reading;
    }
}
