package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.vitaledger.core.proof.Commitment;

/**
 * AES-256-GCM (NIST SP 800-38D) and the derivation of salts, with the machinery of one thread. Nonces are 96 random bits,
 * never reused on purpose: a data key seals less than 2^32 records, a pack every millisecond of a month.
 */
final class Sealing {
    private static final ThreadLocal<Sealing> OF_THREAD = ThreadLocal.withInitial(Sealing::new);
    private static final int TAG_BITS = 128;

    private final Cipher cipher;
    private final Mac mac;

    /** Buffers for whoever seals or opens on this thread. */
    final Scratch plain = new Scratch();

    final Scratch binding = new Scratch();
    final Scratch record = new Scratch();

    private Sealing() {
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
            mac = Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM and HMAC", e);
        }
    }

    static Sealing ofThread() {
        return OF_THREAD.get();
    }

    /** A sealed thing where it lies: nonce, ciphertext and tag. */
    record Sealed(byte[] bytes, int offset, int length) {}

    /** Seals {@link #plain} behind the nonce that already stands at the start of {@code to}. */
    void seal(SecretKey key, byte[] binding, Sealed to) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, nonce(to));
            cipher.updateAAD(binding);
            cipher.doFinal(plain.array(), 0, plain.size(), to.bytes(), to.offset() + BatchRecord.NONCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM did not seal", e);
        }
    }

    /**
     * Opens.
     *
     * @throws AEADBadTagException if key, binding or sealed bytes are not those of the sealing
     */
    byte[] open(SecretKey key, byte[] binding, Sealed from) throws AEADBadTagException {
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, nonce(from));
            cipher.updateAAD(binding);
            return cipher.doFinal(from.bytes(), from.offset() + BatchRecord.NONCE, from.length() - BatchRecord.NONCE);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM did not open", e);
        }
    }

    private static GCMParameterSpec nonce(Sealed sealed) {
        return new GCMParameterSpec(TAG_BITS, sealed.bytes(), sealed.offset(), BatchRecord.NONCE);
    }

    /** From now on {@link #salt} derives from the {@code length} bytes at {@code offset}. */
    void seed(byte[] seeds, int offset, int length) {
        try {
            mac.init(new SecretKeySpec(seeds, offset, length, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC takes any key", e);
        }
    }

    /** The salt of the reading with {@code index}: the first 16 bytes of HMAC-SHA256 over the index in four bytes. */
    byte[] salt(int index) {
        return truncatedMac(ByteBuffer.allocate(Integer.BYTES).putInt(index).array());
    }

    /** The first 16 bytes of HMAC-SHA256 (RFC 2104). */
    byte[] truncatedMac(byte[] message) {
        return Arrays.copyOf(mac.doFinal(message), Commitment.SALT_SIZE);
    }
}
