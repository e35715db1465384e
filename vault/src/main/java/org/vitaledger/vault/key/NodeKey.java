package org.vitaledger.vault.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;

/**
 * The key of a node, which wraps the keys of its patients. Each patient's key is wrapped under a key of its own, derived
 * from the node's key and the handle, so that a wrapped key in another patient's place does not open. Immutable, safe for
 * any thread.
 */
public final class NodeKey {
    /** Bytes in a wrapped key. */
    static final int WRAPPED_SIZE = 40;

    /** Bytes that tell whether a vault was made with this key. */
    static final int CHECK_SIZE = 16;

    private static final String WRAPPING = "AES/KW/NoPadding";

    private final SecretKey key;

    NodeKey(SecretKey key) {
        this.key = key;
    }

    byte[] wrap(PatientHandle patient, SecretKey patientKey) {
        return wrapUnder(wrappingKey(patient), patientKey);
    }

    SecretKey unwrap(PatientHandle patient, byte[] wrapped) {
        try {
            return unwrapUnder(wrappingKey(patient), wrapped);
        } catch (InvalidKeyException e) {
            throw new SealFault(SealCode.KEYS_DAMAGED, Map.of("what", "a wrapped key does not open"), e);
        }
    }

    static byte[] wrapUnder(SecretKey wrapping, SecretKey wrapped) {
        try {
            Cipher cipher = Cipher.getInstance(WRAPPING);
            cipher.init(Cipher.WRAP_MODE, wrapping);
            return cipher.wrap(wrapped);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-KW", e);
        }
    }

    static SecretKey unwrapUnder(SecretKey wrapping, byte[] wrapped) throws InvalidKeyException {
        try {
            Cipher cipher = Cipher.getInstance(WRAPPING);
            cipher.init(Cipher.UNWRAP_MODE, wrapping);
            return (SecretKey) cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
        } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
            throw new IllegalStateException("every Java platform has AES-KW", e);
        }
    }

    /** Sixteen bytes that differ for every node key and tell nothing about it. */
    byte[] check() {
        return expand(key, info("vitaledger node key check", new byte[0]), CHECK_SIZE);
    }

    /** Sixteen bytes that stand for a hash, and tell nothing of it without this key. */
    Bytes fingerprint(Hash hash) {
        return Bytes.of(expand(key, info("vitaledger pack", hash.toArray()), PatientKeys.FINGERPRINT_SIZE));
    }

    private SecretKey wrappingKey(PatientHandle patient) {
        return expandKey(key, info("vitaledger patient key", patient.bytes().toArray()));
    }

    /** The data key of a patient's period. */
    static SecretKey dataKey(SecretKey patientKey, int period) {
        return expandKey(
                patientKey,
                info(
                        "vitaledger data key",
                        ByteBuffer.allocate(Integer.BYTES).putInt(period).array()));
    }

    private static byte[] info(String purpose, byte[] subject) {
        byte[] text = purpose.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(text.length + 1 + subject.length)
                .put(text)
                .put((byte) 0)
                .put(subject)
                .array();
    }

    private static SecretKey expandKey(SecretKey from, byte[] info) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveKey("AES", HKDFParameterSpec.expandOnly(from, info, 32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every supported platform has HKDF", e);
        }
    }

    private static byte[] expand(SecretKey from, byte[] info, int length) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveData(HKDFParameterSpec.expandOnly(from, info, length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every supported platform has HKDF", e);
        }
    }
}
