package org.vitaledger.api.fake;

import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.vitaledger.api.auth.Account;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.cose.Sign1;
import org.vitaledger.core.cose.Sign1Header;
import org.vitaledger.core.merkle.MerkleTree;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.senml.SenmlLabel;
import org.vitaledger.core.senml.SenmlNumber;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.vault.Batch;
import org.vitaledger.vault.SealedBatch;

/** Devices, readings and consents for the tests of an API. */
public final class Sample {
    public static final String HEART_RATE = "8867-4";
    public static final String TEMPERATURE = "8310-5";
    public static final GatewayId GATEWAY = new GatewayId(FakeLedger.MEMBER, "gw");

    private static final Signatures SIGNATURES = Signatures.platform();

    private final Map<DeviceId, SigningKey> keys = new HashMap<>();
    private final RunningApi api;
    private long batches;

    public Sample(RunningApi api) {
        this.api = api;
    }

    /** A device on the ledger, bound to a patient. */
    public DeviceId device(PatientHandle patient) {
        DeviceId device = new DeviceId(Bytes.of(api.bytes(DeviceId.SIZE)));
        SigningKey key = SIGNATURES.generate(Algorithm.ED25519, new SecureRandom());
        keys.put(device, key);
        api.ledger
                .submit(new Command.RegisterDevice(device, key.verifyingKey()))
                .join();
        api.ledger.submit(new Command.BindDevice(device, Optional.of(patient))).join();
        return device;
    }

    /** One pack with a heart rate and a temperature, sealed and anchored. */
    public List<Reading> pack(DeviceId device, PatientHandle patient, long sequence, Instant time) {
        SigningKey key = Objects.requireNonNull(keys.get(device));
        Sign1Header header = Sign1Header.of(Algorithm.ED25519, device.bytes(), sequence);
        Bytes signed = Bytes.of(Sign1.sign(header, content(time.toEpochMilli()), key, SIGNATURES));
        Hash pack = Hash.sha256(signed.toArray());
        Instant measured = Instant.ofEpochMilli(time.toEpochMilli());
        List<Reading> readings = new ArrayList<>();
        readings.add(new Reading(
                new ReadingId(device, sequence, 0),
                patient,
                measured,
                HEART_RATE,
                Decimal.of(new BigDecimal("72")),
                "/min",
                pack));
        readings.add(new Reading(
                new ReadingId(device, sequence, 1),
                patient,
                measured,
                TEMPERATURE,
                Decimal.of(new BigDecimal("37.0")),
                "Cel",
                pack));
        Batch batch =
                new Batch(GATEWAY, ++batches, List.of(new Batch.Pack(device, sequence, patient, readings, signed)), 0);
        SealedBatch sealed = api.vault.seal(batch).join();
        MerkleTree tree = new MerkleTree();
        sealed.commitments().forEach(commitment -> tree.append(TreeHash.leaf(commitment.bytes())));
        api.ledger
                .submit(new Command.Anchor(GATEWAY, batches, tree.root(), 2, sealed.ranges()))
                .join();
        return readings;
    }

    /** What the device signs: the two numbers, as SenML. */
    private static byte[] content(long millis) {
        CborWriter out = new CborWriter().writeArray(2);
        out.writeMap(4).writeLong(SenmlLabel.NAME).writeText(HEART_RATE);
        out.writeLong(SenmlLabel.UNIT).writeText("/min");
        SenmlNumber.write(out.writeLong(SenmlLabel.VALUE), 72, 0);
        SenmlNumber.write(out.writeLong(SenmlLabel.BASE_TIME), millis, 3);
        out.writeMap(3).writeLong(SenmlLabel.NAME).writeText(TEMPERATURE);
        out.writeLong(SenmlLabel.UNIT).writeText("Cel");
        SenmlNumber.write(out.writeLong(SenmlLabel.VALUE), 370, 1);
        return out.toArray();
    }

    /** A consent of a patient for a practitioner: treatment, for a day around now. */
    public Consent consent(Account patient, Account practitioner, String... codes) {
        Consent.Terms terms = new Consent.Terms(
                new Grantee.OnePrincipal(practitioner.principal()),
                Set.of(Purpose.TREAT),
                Set.of(codes),
                Instant.ofEpochMilli(api.now().minus(Duration.ofHours(12)).toEpochMilli()),
                Instant.ofEpochMilli(api.now().plus(Duration.ofHours(12)).toEpochMilli()));
        Consent consent = new Consent(
                new ConsentId(Bytes.of(api.bytes(ConsentId.SIZE))),
                1,
                patient.patient().orElseThrow(),
                terms,
                Consent.Status.ACTIVE);
        api.ledger.submit(new Command.PutConsent(consent, patient.principal())).join();
        return consent;
    }

    public void revoke(Consent consent, Account patient) {
        api.ledger
                .submit(new Command.RevokeConsent(consent.id(), patient.principal()))
                .join();
    }
}
