package org.vitaledger.core.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.cose.CoseRejected.Reason;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;

class Sign1Test {
    private static final Bytes KEY_ID = Bytes.parseHex("0102030405060708");
    private static final byte[] PAYLOAD = {(byte) 0x82, 1, 2};

    private final Signatures signatures = Signatures.platform();

    private byte[] sign(SigningKey key) {
        return Sign1.sign(Sign1Header.of(key.verifyingKey().algorithm(), KEY_ID, 7), PAYLOAD, key, signatures);
    }

    @ParameterizedTest
    @EnumSource
    void carriesHeaderAndPayloadUnderASignature(Algorithm algorithm) throws CoseRejected, CborRejected {
        SigningKey key = signatures.generate(algorithm, new SecureRandom());
        Sign1 message = Sign1.parse(sign(key));

        assertThat(message.header()).isEqualTo(Sign1Header.of(algorithm, KEY_ID, 7));
        assertThat(message.algorithm()).isEqualTo(algorithm);
        assertThat(message.payload()).isEqualTo(Bytes.of(PAYLOAD));
        assertThat(message.payloadReader().readArray()).isEqualTo(2);
        assertThat(new Sign1Verifier(key.verifyingKey(), signatures).verify(message))
                .isTrue();
    }

    @Test
    void refusesAnotherKeyAndAnotherAlgorithm() throws CoseRejected {
        SigningKey key = signatures.generate(Algorithm.ED25519, new SecureRandom());
        SigningKey other = signatures.generate(Algorithm.ED25519, new SecureRandom());
        SigningKey curve = signatures.generate(Algorithm.ES256, new SecureRandom());
        Sign1 message = Sign1.parse(sign(key));

        assertThat(new Sign1Verifier(other.verifyingKey(), signatures).verify(message))
                .isFalse();
        assertThat(new Sign1Verifier(curve.verifyingKey(), signatures).verify(message))
                .isFalse();
        assertThatThrownBy(() -> Sign1.sign(Sign1Header.of(Algorithm.ES256, KEY_ID, 1), PAYLOAD, key, signatures))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesTheFullySpecifiedNumbersOfRfc9864() throws CoseRejected {
        assertThat(Sign1.parse(message("a10132", "a0")).algorithm()).isEqualTo(Algorithm.ED25519);
        assertThat(Sign1.parse(message("a10128", "a0")).algorithm()).isEqualTo(Algorithm.ES256);
    }

    @Test
    void tellsTheUnprotectedAlgorithmApart() throws CoseRejected {
        Sign1 message = Sign1.parse(message("a0", "a10127"));
        assertThat(message.algorithm()).isEqualTo(Algorithm.ED25519);
        assertThat(message.header())
                .isEqualTo(new Sign1Header(Optional.empty(), Optional.empty(), OptionalLong.empty()));
    }

    @Test
    void understandsCriticalParametersThatItKnows() throws CoseRejected {
        // {1: -8, 2: [4, -70001], 4: h'61', -70001: 5}
        byte[] message = message("a401270282043a000111700441613a0001117005", "a0");
        assertThat(Sign1.parse(message).header().sequence()).hasValue(5);
    }

    @ParameterizedTest
    @CsvSource({
        "a20127028118 2a, a0, UNKNOWN_CRITICAL",
        "a2012702816161, a0, UNKNOWN_CRITICAL",
        "a201270280, a0, BAD_HEADER",
        "a201270201, a0, BAD_HEADER",
        "a20127028104, a0, BAD_HEADER",
        "a10127, a1028101, BAD_HEADER",
        "a10127, a10127, BAD_HEADER",
        "a201270401, a0, BAD_HEADER",
        "a201273a0001117020, a0, BAD_HEADER",
        "a0, a0, UNKNOWN_ALGORITHM",
        "a10101, a0, UNKNOWN_ALGORITHM",
        "a1013903e6, a0, UNKNOWN_ALGORITHM",
        "a201270127, a0, BAD_CBOR",
        "a10127ff, a0, BAD_CBOR",
        "a1, a0, BAD_CBOR",
        "8101, a0, BAD_HEADER"
    })
    void refusesHeadersThatItCannotTrust(String covered, String open, Reason reason) {
        assertRefused(reason, message(covered.replace(" ", ""), open));
    }

    @ParameterizedTest
    @CsvSource({
        "d2 83 40 a0 40, NOT_SIGN1",
        "84 40 a10127 f6 40, DETACHED_PAYLOAD",
        "84 40 a10127 40 f6, NOT_SIGN1",
        "84 a0 a10127 40 40, NOT_SIGN1",
        "a0, NOT_SIGN1",
        "d1 84 40 a10127 40 40, NOT_SIGN1",
        "84 40 a10127 40 40 00, BAD_CBOR",
        "'', BAD_CBOR",
        "9f 40 a10127 40 40 ff, BAD_CBOR"
    })
    void refusesOtherShapes(String hex, Reason reason) {
        assertRefused(reason, HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void refusesEveryTruncationAndEveryFlippedBit() throws CoseRejected {
        SigningKey key = signatures.generate(Algorithm.ES256, new SecureRandom());
        Sign1Verifier verifier = new Sign1Verifier(key.verifyingKey(), signatures);
        byte[] message = sign(key);
        for (int length = 0; length < message.length; length++) {
            assertRefused(Reason.BAD_CBOR, Arrays.copyOf(message, length));
        }
        for (int bit = 0; bit < message.length * 8; bit++) {
            byte[] flipped = message.clone();
            flipped[bit >>> 3] ^= (byte) (1 << (bit & 7));
            assertThat(verifies(verifier, flipped)).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void answersEveryMutationWithoutAnythingElseThanARefusal() {
        SplittableRandom random = new SplittableRandom(9052);
        byte[] message = message("a401270282043a000111700441613a0001117005", "a1182a8101");
        for (int round = 0; round < 100_000; round++) {
            byte[] mutant = message.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(Sign1.parse(mutant).algorithm()).isNotNull();
            } catch (CoseRejected e) {
                assertThat(e.reason()).isNotNull();
            }
        }
    }

    private static boolean verifies(Sign1Verifier verifier, byte[] message) {
        try {
            return verifier.verify(Sign1.parse(message));
        } catch (CoseRejected e) {
            return false;
        }
    }

    private static void assertRefused(Reason reason, byte[] message) {
        assertThatThrownBy(() -> Sign1.parse(message))
                .isInstanceOfSatisfying(
                        CoseRejected.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static byte[] message(String protectedHeader, String unprotectedHeader) {
        byte[] covered = HexFormat.of().parseHex(protectedHeader);
        String head =
                HexFormat.of().formatHex(new CborWriter().writeBytes(covered).toArray());
        return HexFormat.of().parseHex("d284" + head + unprotectedHeader + "4101" + "4102");
    }
}
