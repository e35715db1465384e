package org.vitaledger.edge;

import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.cose.Sign1;
import org.vitaledger.core.cose.Sign1Header;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.device.pack.Measurement;
import org.vitaledger.device.pack.PackSigner;
import org.vitaledger.edge.mqtt.Topics;

/** A device with its key, worn by the patient of the same number. */
final class Bedside {
    static final Signatures SIGNATURES = FastestSignatures.find();

    final DeviceId id;
    final PackSigner signer;
    private final int number;
    private final SigningKey key;
    private long sequence;

    Bedside(int number) {
        this(number, Algorithm.ED25519);
    }

    Bedside(int number, Algorithm algorithm) {
        this.number = number;
        this.id = World.device(number);
        this.key = SIGNATURES.generate(algorithm, new SecureRandom());
        this.signer = new PackSigner(id, key, SIGNATURES);
    }

    /** Enrols the device and binds it to its patient. */
    Bedside on(MemoryLedger ledger) {
        ledger.apply(enrolment());
        ledger.apply(new Command.BindDevice(id, Optional.of(World.patient(number))));
        return this;
    }

    Command.RegisterDevice enrolment() {
        return new Command.RegisterDevice(id, key.verifyingKey());
    }

    /** The next pack, of ten heart rates. */
    byte[] next() {
        return signer.sign(++sequence, Collections.nCopies(10, heartRate("72")));
    }

    String topic() {
        return Topics.up(id);
    }

    /** A pack with one plausible heart rate, measured now. */
    byte[] pack(long sequence) {
        return pack(sequence, heartRate("72"));
    }

    byte[] pack(long sequence, Measurement... measurements) {
        return signer.sign(sequence, List.of(measurements));
    }

    /** A pack whose content is what {@code hex} says, SenML or not. */
    byte[] packOf(long sequence, String hex) {
        Sign1Header header = Sign1Header.of(key.verifyingKey().algorithm(), id.bytes(), sequence);
        return Sign1.sign(header, HexFormat.of().parseHex(hex.replace(" ", "")), key, SIGNATURES);
    }

    static Measurement heartRate(String value) {
        return new Measurement("8867-4", "/min", decimal(value), GatewayFixture.NOW);
    }

    static Measurement measured(String parameter, String unit, String value, Instant time) {
        return new Measurement(parameter, unit, decimal(value), time);
    }

    private static Decimal decimal(String value) {
        return Decimal.of(new BigDecimal(value));
    }
}
