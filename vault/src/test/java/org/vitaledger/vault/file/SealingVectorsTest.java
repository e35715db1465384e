package org.vitaledger.vault.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.vault.Wycheproof;

/** What seals and salts, against Project Wycheproof's vectors of the sizes that it uses. */
class SealingVectorsTest {
    @Test
    void sealsAndOpensAsPublished() throws IOException {
        AtomicInteger used = new AtomicInteger();
        Wycheproof.each("aes_gcm_test", (group, vector) -> {
            if (group.get("keySize").asInt() == 256 && group.get("ivSize").asInt() == 96) {
                used.incrementAndGet();
                check(vector);
            }
        });
        assertThat(used).hasValue(66);
    }

    private static void check(Wycheproof.Vector vector) {
        SecretKey key = new SecretKeySpec(vector.bytes("key"), "AES");
        byte[] plain = vector.bytes("msg");
        byte[] sealed = ByteBuffer.allocate(plain.length + BatchRecord.SEAL)
                .put(vector.bytes("iv"))
                .put(vector.bytes("ct"))
                .put(vector.bytes("tag"))
                .array();
        Sealing sealing = Sealing.ofThread();
        Sealing.Sealed place = new Sealing.Sealed(sealed, 0, sealed.length);
        if (!vector.valid()) {
            assertThatThrownBy(() -> sealing.open(key, vector.bytes("aad"), place))
                    .as(vector.name())
                    .isInstanceOf(AEADBadTagException.class);
            return;
        }
        try {
            assertThat(sealing.open(key, vector.bytes("aad"), place))
                    .as(vector.name())
                    .isEqualTo(plain);
        } catch (AEADBadTagException e) {
            throw new AssertionError(vector.name(), e);
        }
        byte[] again =
                ByteBuffer.allocate(sealed.length).put(vector.bytes("iv")).array();
        sealing.plain.reset().put(plain);
        sealing.seal(key, vector.bytes("aad"), new Sealing.Sealed(again, 0, again.length));
        assertThat(again).as(vector.name()).isEqualTo(sealed);
    }

    @Test
    void saltsAsPublished() throws IOException {
        AtomicInteger used = new AtomicInteger();
        Wycheproof.each("hmac_sha256_test", (group, vector) -> {
            if (group.get("tagSize").asInt() == 128) {
                used.incrementAndGet();
                byte[] key = vector.bytes("key");
                Sealing sealing = Sealing.ofThread();
                sealing.seed(key, 0, key.length);
                Bytes mac = Bytes.of(sealing.truncatedMac(vector.bytes("msg")));
                assertThat(mac.equals(Bytes.of(vector.bytes("tag"))))
                        .as(vector.name())
                        .isEqualTo(vector.valid());
            }
        });
        assertThat(used).hasValue(87);
    }
}
