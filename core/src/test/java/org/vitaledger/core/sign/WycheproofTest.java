package org.vitaledger.core.sign;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitaledger.core.SharedData;
import org.vitaledger.core.bytes.Bytes;

/** Project Wycheproof's signatures, through every provider that a node may use. */
class WycheproofTest {
    static {
        // Read once, when the provider loads; without it, Ed25519 would silently stay with the platform.
        System.setProperty("com.amazon.corretto.crypto.provider.registerEdKeyFactory", "true");
    }

    enum Provided {
        PLATFORM,
        CORRETTO,
        BOUNCY_CASTLE;

        Signatures signatures() {
            return switch (this) {
                case PLATFORM -> Signatures.platform();
                case CORRETTO -> {
                    Assumptions.assumeTrue(
                            AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null,
                            "skipped: no native library of the Corretto provider for this platform");
                    yield Signatures.preferring(AmazonCorrettoCryptoProvider.INSTANCE);
                }
                case BOUNCY_CASTLE -> Signatures.preferring(new BouncyCastleProvider());
            };
        }
    }

    static Stream<Arguments> suites() {
        return Stream.of(Provided.values())
                .flatMap(provided -> Stream.of(
                        Arguments.of(provided, Algorithm.ED25519, "ed25519_test", "/publicKey/pk"),
                        Arguments.of(
                                provided,
                                Algorithm.ES256,
                                "ecdsa_secp256r1_sha256_p1363_test",
                                "/publicKey/uncompressed")));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void answersEveryVectorAsPublished(Provided provided, Algorithm algorithm, String file, String keyAt)
            throws IOException {
        Signatures signatures = provided.signatures();
        JsonNode suite = new ObjectMapper()
                .readTree(SharedData.path("wycheproof/" + file + ".json").toFile());
        assertThat(signatures.preferredProvider(algorithm).isPresent()).isEqualTo(provided != Provided.PLATFORM);
        int count = 0;
        for (JsonNode group : suite.get("testGroups")) {
            VerifyingKey key = new VerifyingKey(algorithm, Bytes.of(hex(group.at(keyAt))));
            for (JsonNode test : group.get("tests")) {
                assertThat(signatures.verify(key, hex(test.get("msg")), hex(test.get("sig"))))
                        .as("%s, test %s: %s", file, test.get("tcId"), test.get("comment"))
                        .isEqualTo(test.get("result").asText().equals("valid"));
                count++;
            }
        }
        assertThat(count).isEqualTo(suite.get("numberOfTests").asInt());
    }

    private static byte[] hex(JsonNode node) {
        return HexFormat.of().parseHex(node.asText());
    }
}
