package org.vitaledger.core.proof;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;

/**
 * Whole proofs of readings whose every hash and signature holds, of gateways that commit what the device signed and of
 * gateways that commit something else.
 */
public final class ContentVectors {
    private static final long BEGIN = 1_767_225_600_000L;

    private ContentVectors() {}

    /**
     * One proof.
     *
     * @param holds whether the device signed what the gateway committed
     */
    public record Vector(String name, byte[] proof, byte[] policy, boolean holds) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** What a device signed: a name, a unit that may be empty, and the CBOR of a number. */
    private record Signed(String parameter, String unit, String number) {
        static final Signed HEART_RATE = new Signed("8867-4", "/min", "c482201902d5");
    }

    /** All of them. */
    public static List<Vector> all() {
        return List.of(
                holds("as it was signed", Signed.HEART_RATE, "8867-4 72.5 /min"),
                forged("another value", it -> with(it, it.code(), "31.0", it.unit())),
                forged("another number of digits", it -> with(it, it.code(), "72.50", it.unit())),
                forged("another code", it -> with(it, "2345-7", "72.5", it.unit())),
                forged("a code of the same unit", it -> with(it, "8889-8", "72.5", it.unit())),
                forged("another unit", it -> with(it, it.code(), "72.5", "mg/dL")),
                forged("an unknown code", it -> with(it, "1-8", "72.5", it.unit())),
                forged(
                        "a year earlier",
                        it -> at(it, it.time().minusSeconds(31_536_000), it.id().index())),
                forged(
                        "another record's time",
                        it -> at(it, it.time().plusMillis(1), it.id().index())),
                forged("an index past the end", it -> at(it, it.time(), 499)),
                forged("the next index", it -> at(it, it.time(), 2)),
                holds("a name without a unit", new Signed("HR", "", "1848"), "8867-4 72 /min"),
                refuted("a code without a unit", new Signed("8867-4", "", "1848"), "8867-4 72 /min"),
                refuted("an unknown name", new Signed("xyz", "/min", "1848"), "8867-4 72 /min"),
                holds("degrees Fahrenheit", new Signed("Temp", "[degF]", "c482201903da"), "8310-5 37.00 Cel"),
                refuted("degrees by other rounding", new Signed("Temp", "[degF]", "c482201903da"), "8310-5 37.0 Cel"),
                holds("a unit's other name", new Signed("temperature", "degF", "c482201903da"), "8310-5 37.00 Cel"),
                holds("kilopascal", new Signed("ABPs", "kPa", "c4822018a0"), "76215-3 120.0 mm[Hg]"),
                holds("kilopascal below zero", new Signed("ABPs", "kPa", "c482213886"), "76215-3 -10.13 mm[Hg]"),
                holds("grams", new Signed("Weight", "g", "190dac"), "29463-7 3.500 kg"),
                refuted("a unit that only UCUM converts", new Signed("8867-4", "/h", "1910fe"), "8867-4 72.5 /min"),
                refuted("a text for a number", new Signed("HR", "/min", "623732"), "8867-4 72 /min"),
                holds("single precision", new Signed("Temp", "Cel", "fa42126666"), "8310-5 36.6 Cel"),
                refuted(
                        "single precision taken for double",
                        new Signed("Temp", "Cel", "fa42126666"),
                        "8310-5 36.599998474121094 Cel"),
                holds("35.05 in single precision", new Signed("Temp", "Cel", "fa420c3333"), "8310-5 35.05 Cel"),
                holds("half precision", new Signed("Temp", "Cel", "f95093"), "8310-5 36.6 Cel"),
                holds("a whole number as a float", new Signed("Temp", "Cel", "f950a0"), "8310-5 37 Cel"),
                holds(
                        "more digits than a reading holds",
                        new Signed("Lactate", "mmol/L", "fb3f6b4e81b4e81b4f"),
                        "2524-7 0.003333333333333334 mmol/L"),
                holds(
                        "less than a reading holds",
                        new Signed("Lactate", "mmol/L", "fb000012688b70e62b"),
                        "2524-7 0 mmol/L"));
    }

    /** A reading of another patient, which the device can't contradict: the proof must not say that it does. */
    public static Vector ofAnotherPatient() {
        return vector(
                "another patient",
                Signed.HEART_RATE,
                "8867-4 72.5 /min",
                it -> new Reading(it.id(), World.patient(2), it.time(), it.code(), it.value(), it.unit(), it.pack()),
                true);
    }

    private static Vector holds(String name, Signed signed, String committed) {
        return vector(name, signed, committed, it -> it, true);
    }

    private static Vector refuted(String name, Signed signed, String committed) {
        return vector(name, signed, committed, it -> it, false);
    }

    private static Vector forged(String name, UnaryOperator<Reading> forger) {
        return vector(name, Signed.HEART_RATE, "8867-4 72.5 /min", forger, false);
    }

    private static Vector vector(
            String name, Signed signed, String committed, UnaryOperator<Reading> forger, boolean holds) {
        String[] parts = committed.split(" ", -1);
        SmallLedger ledger = new SmallLedger(
                Algorithm.ED25519,
                content(signed.parameter(), signed.unit(), signed.number()),
                it -> forger.apply(with(it, parts[0], parts[1], parts[2])));
        return new Vector(name, ledger.proof(4, ledger.ofReading(1)), ledger.policy(), holds);
    }

    private static Reading with(Reading it, String code, String value, String unit) {
        return new Reading(it.id(), it.patient(), it.time(), code, Decimal.of(new BigDecimal(value)), unit, it.pack());
    }

    private static Reading at(Reading it, Instant time, int index) {
        ReadingId id = new ReadingId(it.id().device(), it.id().sequence(), index);
        return new Reading(id, it.patient(), time, it.code(), it.value(), it.unit(), it.pack());
    }

    /** A pack of three records a millisecond apart, with a number in CBOR as it stands. */
    static byte[] content(String parameter, String unit, String number) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x83);
        for (int i = 0; i < 3; i++) {
            out.write(unit.isEmpty() ? 0xa3 : 0xa4);
            out.write(0);
            out.writeBytes(new CborWriter().writeText(parameter).toArray());
            if (!unit.isEmpty()) {
                out.write(1);
                out.writeBytes(new CborWriter().writeText(unit).toArray());
            }
            out.write(2);
            out.writeBytes(HexFormat.of().parseHex(number));
            out.write(6);
            out.writeBytes(new CborWriter()
                    .writeTag(4)
                    .writeArray(2)
                    .writeLong(-3)
                    .writeLong(BEGIN + i)
                    .toArray());
        }
        return out.toByteArray();
    }
}
