package org.vitaledger.vault.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.vitaledger.vault.Wycheproof;

/** What wraps and derives keys, against Project Wycheproof's vectors. */
class KeyVectorsTest {
    @Test
    void wrapsAndUnwrapsAsPublished() throws IOException {
        Wycheproof.each("aes_wrap_test", (_, vector) -> {
            SecretKey wrapping = new SecretKeySpec(vector.bytes("key"), "AES");
            byte[] wrapped = vector.bytes("ct");
            if (vector.valid()) {
                SecretKey key = new SecretKeySpec(vector.bytes("msg"), "AES");
                assertThat(NodeKey.wrapUnder(wrapping, key)).as(vector.name()).isEqualTo(wrapped);
                assertThat(unwrap(wrapping, wrapped)).as(vector.name()).isEqualTo(key);
            } else {
                assertThatThrownBy(() -> NodeKey.unwrapUnder(wrapping, wrapped))
                        .as(vector.name())
                        .isInstanceOf(InvalidKeyException.class);
            }
        });
    }

    private static SecretKey unwrap(SecretKey wrapping, byte[] wrapped) {
        try {
            return NodeKey.unwrapUnder(wrapping, wrapped);
        } catch (InvalidKeyException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void derivesAsPublished() throws IOException {
        Wycheproof.each("hkdf_sha256_test", (_, vector) -> {
            int size = vector.fields().get("size").asInt();
            if (vector.valid()) {
                assertThat(derive(vector, size)).as(vector.name()).isEqualTo(vector.bytes("okm"));
            } else {
                assertThatThrownBy(() -> derive(vector, size))
                        .as(vector.name())
                        .isInstanceOf(IllegalArgumentException.class);
            }
        });
    }

    private static byte[] derive(Wycheproof.Vector vector, int size) {
        try {
            KDF kdf = KDF.getInstance("HKDF-SHA256");
            SecretKey extracted = kdf.deriveKey(
                    "Generic",
                    HKDFParameterSpec.ofExtract()
                            .addIKM(vector.bytes("ikm"))
                            .addSalt(vector.bytes("salt"))
                            .extractOnly());
            return kdf.deriveData(HKDFParameterSpec.expandOnly(extracted, vector.bytes("info"), size));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
