package org.vitaledger.device.pack;

import java.time.Instant;
import java.util.List;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.cose.Sign1;
import org.vitaledger.core.cose.Sign1Header;
import org.vitaledger.core.senml.SenmlLabel;
import org.vitaledger.core.senml.SenmlNumber;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.ReadingId;

/** The reference signer: measurements of one device in, signed packs out. Immutable, safe for any thread. */
public final class PackSigner {
    private static final int MILLIS_DIGITS = 3;

    private final DeviceId device;
    private final SigningKey key;
    private final Signatures signatures;

    /** Signs for {@code device} with {@code key}, Ed25519 or ES256. */
    public PackSigner(DeviceId device, SigningKey key, Signatures signatures) {
        this.device = device;
        this.key = key;
        this.signatures = signatures;
    }

    /** Whose packs. */
    public DeviceId device() {
        return device;
    }

    /**
     * Signs one pack.
     *
     * @param sequence higher by one than that of the pack before, from 1
     * @throws IllegalArgumentException if there are no measurements or more than 500, or the pack would exceed 64 KiB
     */
    public byte[] sign(long sequence, List<Measurement> measurements) {
        if (sequence < 1) {
            throw new IllegalArgumentException("a device counts its packs from 1");
        }
        Sign1Header header = Sign1Header.of(key.verifyingKey().algorithm(), device.bytes(), sequence);
        byte[] pack = Sign1.sign(header, content(measurements), key, signatures);
        if (pack.length > SignedPack.MAX_SIZE) {
            throw new IllegalArgumentException("a pack has at most 64 KiB");
        }
        return pack;
    }

    /** The SenML list, with base time and base unit so that nothing is said twice. */
    static byte[] content(List<Measurement> measurements) {
        if (measurements.isEmpty() || measurements.size() > ReadingId.MAX_READINGS) {
            throw new IllegalArgumentException("a pack has 1 to " + ReadingId.MAX_READINGS + " measurements");
        }
        CborWriter writer = new CborWriter(64 + 24 * measurements.size()).writeArray(measurements.size());
        Instant baseTime = measurements.getFirst().time();
        String baseUnit = "";
        for (int i = 0; i < measurements.size(); i++) {
            Measurement measurement = measurements.get(i);
            write(writer, measurement, new Base(i == 0, baseTime, baseUnit));
            baseUnit = measurement.unit();
        }
        return writer.toArray();
    }

    /** What the records before have said. */
    private record Base(boolean isFirst, Instant time, String unit) {}

    private static void write(CborWriter writer, Measurement measurement, Base base) {
        long offset = measurement.time().toEpochMilli() - base.time.toEpochMilli();
        boolean newUnit = !measurement.unit().equals(base.unit);
        writer.writeMap(2 + (offset != 0 ? 1 : 0) + (base.isFirst ? 1 : 0) + (newUnit ? 1 : 0));
        writer.writeLong(SenmlLabel.NAME).writeText(measurement.parameter());
        Decimal value = measurement.value();
        SenmlNumber.write(writer.writeLong(SenmlLabel.VALUE), value.unscaled(), value.scale());
        if (offset != 0) {
            seconds(writer.writeLong(SenmlLabel.TIME), offset);
        }
        if (base.isFirst) {
            seconds(writer.writeLong(SenmlLabel.BASE_TIME), base.time.toEpochMilli());
        }
        if (newUnit) {
            writer.writeLong(SenmlLabel.BASE_UNIT).writeText(measurement.unit());
        }
    }

    private static void seconds(CborWriter writer, long millis) {
        int digits = MILLIS_DIGITS;
        while (digits > 0 && millis % 10 == 0) {
            millis /= 10;
            digits--;
        }
        SenmlNumber.write(writer, millis, digits);
    }
}
