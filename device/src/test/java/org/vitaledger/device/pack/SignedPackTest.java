package org.vitaledger.device.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cose.Sign1;
import org.vitaledger.core.cose.Sign1Header;
import org.vitaledger.core.cose.Sign1Verifier;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.device.pack.PackRejected.Reason;

class SignedPackTest {
    private static final DeviceId DEVICE = DeviceId.parse("00a1b2c3d4e5f607");
    private static final Instant TIME = Instant.parse("2026-03-01T08:15:30.250Z");

    static final List<Measurement> VITALS = List.of(
            measurement("8867-4", "/min", "72", 0),
            measurement("9279-1", "/min", "14", 0),
            measurement("59408-5", "%", "97", 0),
            measurement("8480-6", "mm[Hg]", "121", 0),
            measurement("8462-4", "mm[Hg]", "78", 0),
            measurement("8310-5", "Cel", "36.8", 0),
            measurement("8867-4", "/min", "73", 1000),
            measurement("9279-1", "/min", "14", 1000),
            measurement("59408-5", "%", "97", 1000),
            measurement("8310-5", "Cel", "36.80", 1001));

    private final Signatures signatures = FastestSignatures.find();
    private final SigningKey key = signatures.generate(Algorithm.ED25519, new SecureRandom());

    private static Measurement measurement(String parameter, String unit, String value, long offset) {
        return new Measurement(parameter, unit, Decimal.of(new BigDecimal(value)), TIME.plusMillis(offset));
    }

    private byte[] pack(String content) {
        byte[] payload = HexFormat.of().parseHex(content.replace(" ", ""));
        return Sign1.sign(Sign1Header.of(Algorithm.ED25519, DEVICE.bytes(), 1), payload, key, signatures);
    }

    @ParameterizedTest
    @EnumSource(names = {"ED25519", "ES256"})
    void carriesMeasurementsFromDeviceToGateway(Algorithm algorithm) throws PackRejected {
        SigningKey own = signatures.generate(algorithm, new SecureRandom());
        byte[] encoded = new PackSigner(DEVICE, own, signatures).sign(42, VITALS);
        SignedPack pack = SignedPack.parse(encoded);

        assertThat(pack.device()).isEqualTo(DEVICE);
        assertThat(pack.sequence()).isEqualTo(42);
        assertThat(pack.hash()).isEqualTo(Hash.sha256(encoded));
        assertThat(pack.encoded()).isEqualTo(Bytes.of(encoded));
        assertThat(pack.verify(new Sign1Verifier(own.verifyingKey(), signatures)))
                .isTrue();
        assertThat(pack.verify(new Sign1Verifier(key.verifyingKey(), signatures)))
                .isFalse();
        assertThat(pack.measurements()).isEqualTo(VITALS);
    }

    @Test
    void packsTenVitalSignsInLessThan450Bytes() {
        assertThat(new PackSigner(DEVICE, key, signatures).sign(1_000_000, VITALS))
                .hasSizeLessThan(450);
    }

    @Test
    void findsTheParameterInAGloballyUniqueName() throws PackRejected {
        // [{n: "urn:dev:mac:0024befffe804ff1:8867-4", v: 72, bt: 1772352930}]
        SignedPack pack = SignedPack.parse(
                pack("81a3 00782375726e3a6465763a6d61633a303032346265666666653830346666313a383836372d34 021848"
                        + "221a69a3f7a2"));
        assertThat(pack.measurements())
                .containsExactly(new Measurement(
                        "8867-4", "", Decimal.of(BigDecimal.valueOf(72)), Instant.ofEpochSecond(0x69a3f7a2L)));
    }

    @ParameterizedTest
    @CsvSource({
        // float32: 36.6, 35.05, 0.00095; float64: 0.01/3, 1e-310, -1e-310; float16: 36.6
        "fa42126666, 36.6",
        "fa420c3333, 35.05",
        "fa3a79096c, 0.00095",
        "fb3f6b4e81b4e81b4f, 0.003333333333333334",
        "fb000012688b70e62b, 0",
        "fb800012688b70e62b, 0",
        "f95093, 36.6",
        // a double of 17 digits; a decimal fraction of 20 digits behind the point
        "fb43123456789abcde, 1281023894007607.5",
        "c482331b0de0b6b3a7640001, 0.01"
    })
    void takesNumbersAsTheyWereSent(String number, String value) throws PackRejected {
        SignedPack pack = SignedPack.parse(pack("81a3 006161 02" + number + " 221a69a3f7a2"));
        assertThat(pack.measurements().getFirst().value()).hasToString(value);
    }

    @Test
    void givesTheMeasurementsOfTheProfileBesideRecordsThatAreNot() throws PackRejected {
        SignedPack pack = SignedPack.parse(pack("84 a3 006161 0201 221a69a3f7a2 a3 006162 036178 221a69a3f7a2"
                + " a2 006163 0203 a3 006164 0204 221a69a3f7a2"));
        assertThatExceptionOfType(PackRejected.class).isThrownBy(pack::measurements);
        assertThat(pack.measurementsOfTheProfile())
                .extracting(Measurement::parameter)
                .containsExactly("a", "c", "d");
        assertThat(SignedPack.parse(pack("f6")).measurementsOfTheProfile()).isEmpty();
    }

    @Test
    void givesTheMeasurementsBesideRecordsThatAreNoSenml() throws PackRejected {
        // [{n: "a", v: NaN, bt: 1772352930}, {n: "b", v: 2}, {n: "c", v: 3, bt: NaN}, {n: "d", v: 4}, {x_: 1}, {n: "e",
        // v: 5}]
        SignedPack pack = SignedPack.parse(pack("86 a3 006161 02f97e00 221a69a3f7a2 a2 006162 0202"
                + "a3 006163 0203 22f97e00 a2 006164 0204 a1 62785f01 a2 006165 0205"));
        assertThatThrownBy(pack::measurements).isInstanceOfSatisfying(PackRejected.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.BAD_CONTENT);
            assertThat(e.detail()).isEqualTo("BAD_NUMBER");
        });
        assertThat(pack.measurementsOfTheProfile())
                .containsExactly(new Measurement(
                        "b", "", Decimal.of(BigDecimal.valueOf(2)), Instant.ofEpochSecond(0x69a3f7a2L)));
    }

    @ParameterizedTest
    @CsvSource({
        "81a3 006161 02fb7fefffffffffffff 221a69a3f7a2, NO_NUMBER",
        "81a3 006161 02fb7ff0000000000000 221a69a3f7a2, BAD_CONTENT",
        "81a3 006161 02f97e00 221a69a3f7a2, BAD_CONTENT",
        "81a3 006161 0201 2201, NO_TIME",
        "81a2 006161 0201, NO_TIME",
        "81a3 006161 0201 221b000000 3afff44180, NO_TIME",
        "81a3 006161 0201 22fb7e37e43c8800759c, NO_TIME",
        "81a3 006161 036178 221a69a3f7a2, NO_NUMBER",
        "81a3 006161 021b7fffffffffffffff 221a69a3f7a2, NO_NUMBER",
        "81a3 00626174 02c4821201 221a69a3f7a2, NO_NUMBER",
        "81a3 0062613a 0201 221a69a3f7a2, BAD_NAME",
        "81a4 006161 01626d20 0201 221a69a3f7a2, BAD_NAME",
        "80, BAD_CONTENT",
        "81a3 006161 006161 0201, BAD_CONTENT",
        "f6, BAD_CONTENT",
        "9a7fffffff, BAD_CONTENT"
    })
    void refusesContentThatIsNotOfTheProfile(String content, Reason reason) throws PackRejected {
        SignedPack pack = SignedPack.parse(pack(content));
        assertThatThrownBy(pack::measurements)
                .isInstanceOfSatisfying(
                        PackRejected.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void refusesMoreThan500Records() throws PackRejected {
        SignedPack pack = SignedPack.parse(pack("9901f5" + "a0".repeat(501)));
        assertThatThrownBy(pack::measurements)
                .isInstanceOfSatisfying(
                        PackRejected.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_READINGS));
    }

    @ParameterizedTest
    @CsvSource({
        "84 43a10127 a0 4180 40, NO_DEVICE",
        "84 46a2 0127 044161 a0 4180 40, NO_DEVICE",
        "84 4da2 0127 04480000000000000000 a0 4180 40, NO_SEQUENCE",
        "84 53a3 0127 04480000000000000000 3a00011170 00 a0 4180 40, NO_SEQUENCE",
        "84 4ba1 04480000000000000000 a10127 4180 40, NO_ALGORITHM",
        "84 43a10127 a10448 0000000000000000 4180 40, NO_DEVICE",
        "d1 84 43a10127 a0 4180 40, BAD_ENVELOPE",
        "a20000, BAD_ENVELOPE"
    })
    void refusesEnvelopesThatAreNotOfTheProfile(String hex, Reason reason) {
        assertRefused(HexFormat.of().parseHex(hex.replace(" ", "")), reason);
    }

    @Test
    void refusesMoreThan64KiBBeforeReadingIt() {
        assertRefused(new byte[SignedPack.MAX_SIZE + 1], Reason.TOO_LARGE);
    }

    private static void assertRefused(byte[] encoded, Reason reason) {
        assertThatThrownBy(() -> SignedPack.parse(encoded))
                .isInstanceOfSatisfying(
                        PackRejected.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void answersEveryMutationWithAReadingOrARefusal() {
        byte[] encoded = new PackSigner(DEVICE, key, signatures).sign(42, VITALS);
        SplittableRandom random = new SplittableRandom(8428);
        for (int round = 0; round < 50_000; round++) {
            byte[] mutant = Arrays.copyOf(encoded, encoded.length - random.nextInt(2));
            for (int i = random.nextInt(3); i >= 0; i--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(SignedPack.parse(mutant).measurements()).isNotEmpty();
            } catch (PackRejected e) {
                assertThat(e.reason()).isNotNull();
            }
        }
    }

    @Test
    void neverSignsWhatAGatewayWouldRefuse() {
        PackSigner signer = new PackSigner(DEVICE, key, signatures);
        assertThatThrownBy(() -> signer.sign(0, VITALS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> signer.sign(1, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> signer.sign(1, Collections.nCopies(501, VITALS.getFirst())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsValuesOutOfLogLines() {
        assertThat(VITALS.getFirst()).hasToString("Measurement[8867-4]");
    }
}
