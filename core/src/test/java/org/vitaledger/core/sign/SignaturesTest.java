package org.vitaledger.core.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitaledger.core.bytes.Bytes;

class SignaturesTest {
    private final Signatures signatures = Signatures.platform();

    @ParameterizedTest
    @EnumSource
    void verifiesWhatItSignedAndNothingElse(Algorithm algorithm) {
        SigningKey key = signatures.generate(algorithm, new SecureRandom());
        byte[] message = "pulse 72".getBytes(UTF_8);
        byte[] signature = signatures.sign(key, message);

        assertThat(signature).hasSize(algorithm.signatureSize());
        assertThat(signatures.verify(key.verifyingKey(), message, signature)).isTrue();
        assertThat(signatures.verify(key.verifyingKey(), "pulse 73".getBytes(UTF_8), signature))
                .isFalse();
        signature[signature.length / 2] ^= 1;
        assertThat(signatures.verify(key.verifyingKey(), message, signature)).isFalse();
        assertThat(signatures.verify(key.verifyingKey(), message, new byte[0])).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void loadsAStoredKeyPair(Algorithm algorithm) {
        SigningKey key = signatures.generate(algorithm, new SecureRandom());
        SigningKey loaded =
                signatures.signingKey(key.verifyingKey(), key.privateKey().getEncoded());
        byte[] message = {1, 2, 3};

        assertThat(signatures.verify(key.verifyingKey(), message, signatures.sign(loaded, message)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void answersFalseForAKeyThatIsNoKey(Algorithm algorithm) {
        VerifyingKey nonsense = new VerifyingKey(algorithm, Bytes.of(new byte[algorithm.keySize()]));

        assertThat(signatures.verify(nonsense, new byte[0], new byte[algorithm.signatureSize()]))
                .isFalse();
    }
}
