package org.vitaledger.device.pack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cose.CoseRejected;
import org.vitaledger.core.cose.Sign1;
import org.vitaledger.core.cose.Sign1Header;
import org.vitaledger.core.cose.Sign1Verifier;
import org.vitaledger.core.senml.SenmlReader;
import org.vitaledger.core.senml.SenmlRecord;
import org.vitaledger.core.senml.SenmlRejected;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.device.pack.PackRejected.Reason;

/**
 * A pack as it arrived: its header is known, its signature and content aren't checked until the caller asks, so that
 * a gateway can look up the device first and never reads what nobody signed. Immutable, safe for any thread.
 */
public final class SignedPack {
    /** The most bytes of a signed pack. */
    public static final int MAX_SIZE = 64 * 1024;

    private final byte[] encoded;
    private final Sign1 message;
    private final DeviceId device;
    private final long sequence;

    private SignedPack(byte[] encoded, Sign1 message, DeviceId device, long sequence) {
        this.encoded = encoded;
        this.message = message;
        this.device = device;
        this.sequence = sequence;
    }

    /**
     * Reads the envelope.
     *
     * @param encoded the COSE_Sign1 bytes; kept, not copied
     * @throws PackRejected if it is not of the profile
     */
    public static SignedPack parse(byte[] encoded) throws PackRejected {
        if (encoded.length > MAX_SIZE) {
            throw new PackRejected(Reason.TOO_LARGE);
        }
        try {
            Sign1 message = Sign1.parse(encoded);
            Sign1Header header = message.header();
            if (header.algorithm().isEmpty()) {
                throw new PackRejected(Reason.NO_ALGORITHM);
            }
            Bytes keyId = header.keyId().orElse(Bytes.EMPTY);
            if (keyId.size() != DeviceId.SIZE) {
                throw new PackRejected(Reason.NO_DEVICE);
            }
            long sequence = header.sequence().orElse(0);
            if (sequence < 1) {
                throw new PackRejected(Reason.NO_SEQUENCE);
            }
            return new SignedPack(encoded, message, new DeviceId(keyId), sequence);
        } catch (CoseRejected e) {
            throw new PackRejected(e);
        }
    }

    /** Who says to have signed it. */
    public DeviceId device() {
        return device;
    }

    /** The device's running number, from 1. */
    public long sequence() {
        return sequence;
    }

    /** SHA-256 over the bytes as they arrived. */
    public Hash hash() {
        return Hash.sha256(encoded);
    }

    /** The bytes as they arrived. */
    public Bytes encoded() {
        return Bytes.of(encoded);
    }

    /** The number of bytes as they arrived. */
    public int size() {
        return encoded.length;
    }

    /** Whether the signature is that of the verifier's key. */
    public boolean verify(Sign1Verifier verifier) {
        return verifier.verify(message);
    }

    /**
     * Reads the content; between 1 and 500 measurements in the order of the pack. Times are cut to whole milliseconds.
     *
     * @throws PackRejected if any record is not of the profile
     */
    public List<Measurement> measurements() throws PackRejected {
        List<SenmlRecord> records = records();
        List<Measurement> measurements = new ArrayList<>(records.size());
        SenmlRecord before = records.getFirst();
        Instant time = instant(before);
        for (SenmlRecord it : records) {
            time = it.time().compareTo(before.time()) == 0 ? time : instant(it);
            before = it;
            measurements.add(measurement(it, time));
        }
        return measurements;
    }

    /** The measurements of those records that are of the profile, whatever else the pack holds; see {@link SenmlReader}. */
    public List<Measurement> measurementsOfTheProfile() {
        List<Measurement> measurements = new ArrayList<>();
        for (SenmlRecord it : SenmlReader.readUnderstood(message.payloadReader(), ReadingId.MAX_READINGS)) {
            ofTheProfile(it).ifPresent(measurements::add);
        }
        return measurements;
    }

    private static Optional<Measurement> ofTheProfile(SenmlRecord it) {
        try {
            return Optional.of(measurement(it, instant(it)));
        } catch (PackRejected e) {
            return Optional.empty();
        }
    }

    private List<SenmlRecord> records() throws PackRejected {
        try {
            return SenmlReader.read(message.payloadReader(), ReadingId.MAX_READINGS);
        } catch (SenmlRejected e) {
            throw new PackRejected(e);
        }
    }

    private static Measurement measurement(SenmlRecord it, Instant time) throws PackRejected {
        String parameter = it.parameter();
        String unit = it.unit().orElse("");
        if (parameter.isEmpty() || parameter.length() > Measurement.MAX_PARAMETER || !Measurement.isUnit(unit)) {
            throw new PackRejected(Reason.BAD_NAME);
        }
        Decimal number = it.decimal().orElseThrow(() -> new PackRejected(Reason.NO_NUMBER));
        return new Measurement(parameter, unit, number, time);
    }

    private static Instant instant(SenmlRecord it) throws PackRejected {
        return it.instant().orElseThrow(() -> new PackRejected(Reason.NO_TIME));
    }
}
