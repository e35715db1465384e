package org.vitaledger.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.vitaledger.core.bytes.Bytes;

/**
 * Encrypts the records of one journal with AES-256-GCM. Every run of the program derives a key of its own
 * (HMAC-SHA256 of the purpose and 16 random bytes) and counts its nonces, so that none repeats however long a journal
 * lives. A record is version, run, counter (all authenticated) and ciphertext. Safe for any thread.
 */
public final class RecordCipher {
    /** Bytes in the key. */
    public static final int KEY_SIZE = 32;

    private static final byte VERSION = 1;
    private static final int RUN_SIZE = 16;
    private static final int HEADER = 1 + RUN_SIZE + Long.BYTES;
    private static final int TAG_BITS = 128;
    /** Looking a cipher up takes longer than encrypting a pack. */
    private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(RecordCipher::newCipher);

    private final SecretKeySpec master;
    private final byte[] purpose;
    private final Bytes run;
    private final SecretKeySpec runKey;
    private final AtomicLong counter = new AtomicLong();
    private final ConcurrentHashMap<Bytes, SecretKeySpec> earlier = new ConcurrentHashMap<>();

    /**
     * @param key {@link #KEY_SIZE} secret bytes; the same for all runs
     * @param purpose tells the uses of one key apart
     */
    public RecordCipher(Bytes key, String purpose, SecureRandom random) {
        if (key.size() != KEY_SIZE) {
            throw new IllegalArgumentException("the key of a journal has 32 bytes");
        }
        this.master = new SecretKeySpec(key.toArray(), "HmacSHA256");
        this.purpose = purpose.getBytes(StandardCharsets.UTF_8);
        byte[] fresh = new byte[RUN_SIZE];
        random.nextBytes(fresh);
        this.run = Bytes.of(fresh);
        this.runKey = derive(run);
    }

    /** Encrypts {@code content}. */
    public byte[] seal(byte[] content) {
        byte[] record = new byte[HEADER + content.length + TAG_BITS / 8];
        long number = counter.getAndIncrement();
        ByteBuffer.wrap(record).put(VERSION).put(run.toArray()).putLong(number);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, runKey, record);
            cipher.doFinal(content, 0, content.length, record, HEADER);
            return record;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /**
     * Decrypts what some run sealed; empty if it was not sealed under this key and purpose, or was changed.
     */
    public Optional<byte[]> open(byte[] sealed) {
        if (sealed.length < HEADER + TAG_BITS / 8 || sealed[0] != VERSION) {
            return Optional.empty();
        }
        Bytes sealedIn = Bytes.of(sealed, 1, RUN_SIZE);
        SecretKeySpec key = sealedIn.equals(run) ? runKey : earlier.computeIfAbsent(sealedIn, this::derive);
        try {
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, key, sealed).doFinal(sealed, HEADER, sealed.length - HEADER));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] record) throws GeneralSecurityException {
        byte[] nonce = new byte[12];
        System.arraycopy(record, 1 + RUN_SIZE, nonce, 4, Long.BYTES);
        Cipher cipher = CIPHER.get();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(record, 0, HEADER);
        return cipher;
    }

    private SecretKeySpec derive(Bytes which) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(master);
            mac.update(purpose);
            mac.update((byte) 0);
            byte[] derived = mac.doFinal(which.toArray());
            SecretKeySpec key = new SecretKeySpec(derived, "AES");
            Arrays.fill(derived, (byte) 0);
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }
}
