package org.vitaledger.core.cose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.SharedData;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cose.CoseRejected.Reason;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.VerifyingKey;

/** The COSE_Sign1 examples of the COSE working group, those of RFC 8152 and RFC 8392 among them. */
class CoseExamplesTest {
    private static JsonNode example(String name) throws IOException {
        return new ObjectMapper()
                .readTree(SharedData.path("cose/" + name + ".json").toFile());
    }

    private static byte[] hex(JsonNode node) {
        return HexFormat.of().parseHex(node.asText());
    }

    private static VerifyingKey key(JsonNode example) {
        JsonNode key = example.at("/input/sign0/key");
        if (key.get("crv").asText().equals("Ed25519")) {
            return new VerifyingKey(Algorithm.ED25519, Bytes.of(hex(key.get("x_hex"))));
        }
        Bytes point = Bytes.of((byte) 4).plus(coordinate(key, "x")).plus(coordinate(key, "y"));
        return new VerifyingKey(Algorithm.ES256, point);
    }

    private static Bytes coordinate(JsonNode key, String name) {
        return key.has(name + "_hex")
                ? Bytes.of(hex(key.get(name + "_hex")))
                : Bytes.of(Base64.getUrlDecoder().decode(key.get(name).asText()));
    }

    private static boolean verifies(JsonNode example) throws CoseRejected {
        Sign1 message = Sign1.parse(hex(example.at("/output/cbor")));
        Sign1Verifier verifier = new Sign1Verifier(key(example), Signatures.platform());
        byte[] external = hex(example.at("/input/sign0/external"));
        return verifier.verify(message, external);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RFC8152/Appendix_C_2_1",
                "CWT/A_3",
                "eddsa-examples/eddsa-sig-01",
                "ecdsa-examples/ecdsa-sig-01",
                "sign1-tests/sign-pass-01",
                "sign1-tests/sign-pass-02",
                "sign1-tests/sign-pass-03",
                "countersign/signed1-01",
                "countersign1/signed1-01"
            })
    void verifiesAndReproducesWhatIsSigned(String name) throws IOException, CoseRejected {
        JsonNode example = example(name);
        Sign1 message = Sign1.parse(hex(example.at("/output/cbor")));

        assertThat(message.toBeSigned(hex(example.at("/input/sign0/external"))))
                .isEqualTo(hex(example.at("/intermediates/ToBeSign_hex")));
        assertThat(verifies(example)).isTrue();
        if (example.at("/input").has("plaintext")) {
            assertThat(message.payload())
                    .isEqualTo(Bytes.of(example.at("/input/plaintext").asText().getBytes(UTF_8)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sign1-tests/sign-fail-02", "sign1-tests/sign-fail-06", "sign1-tests/sign-fail-07"})
    void refusesASignatureOverSomethingElse(String name) throws IOException, CoseRejected {
        assertThat(verifies(example(name))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "sign1-tests/sign-fail-01, NOT_SIGN1",
        "sign1-tests/sign-fail-03, UNKNOWN_ALGORITHM",
        "sign1-tests/sign-fail-04, UNKNOWN_ALGORITHM",
        "ecdsa-examples/ecdsa-sig-02, UNKNOWN_ALGORITHM",
        "ecdsa-examples/ecdsa-sig-03, UNKNOWN_ALGORITHM"
    })
    void refusesWhatItCannotKnow(String name, Reason reason) throws IOException {
        byte[] message = hex(example(name).at("/output/cbor"));
        assertThatThrownBy(() -> Sign1.parse(message))
                .isInstanceOfSatisfying(
                        CoseRejected.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
