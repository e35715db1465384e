package org.vitaledger.edge.spool;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.vitaledger.core.bytes.Bytes;

/**
 * Encrypts records at rest: AES-256-GCM under a key for each opening of the spool, HMAC-SHA256(spool key, session), with
 * a counter as nonce, so that no nonce comes twice however long the spool key lives. A record is session (8 bytes),
 * counter (8 bytes), ciphertext and tag. Safe for any thread.
 */
final class SpoolCipher {
    private static final String MAC = "HmacSHA256";
    private static final int HEADER = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(SpoolCipher::newCipher);

    private final Bytes spoolKey;
    private final long session;
    private final AtomicLong counter = new AtomicLong();
    private final Map<Long, SecretKey> keys = new ConcurrentHashMap<>();

    SpoolCipher(Bytes spoolKey, SecureRandom random) {
        this.spoolKey = spoolKey;
        this.session = random.nextLong();
    }

    byte[] seal(byte[] content) {
        long number = counter.getAndIncrement();
        ByteBuffer record = ByteBuffer.allocate(HEADER + content.length + TAG_BITS / 8);
        record.putLong(session).putLong(number);
        try {
            cipher(Cipher.ENCRYPT_MODE, session, number).doFinal(ByteBuffer.wrap(content), record);
            return record.array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform encrypts AES-GCM", e);
        }
    }

    /** The content, or a failure if the record was not sealed under this spool key or was changed since. */
    byte[] open(byte[] record) throws GeneralSecurityException {
        if (record.length < HEADER) {
            throw new GeneralSecurityException("a record without a header");
        }
        ByteBuffer header = ByteBuffer.wrap(record, 0, HEADER);
        return cipher(Cipher.DECRYPT_MODE, header.getLong(), header.getLong())
                .doFinal(record, HEADER, record.length - HEADER);
    }

    private Cipher cipher(int mode, long session, long number) throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(NONCE).putInt(0).putLong(number).array();
        Cipher cipher = CIPHER.get();
        cipher.init(mode, keys.computeIfAbsent(session, this::derive), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private SecretKey derive(long session) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(spoolKey.toArray(), MAC));
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(session).flip());
            return new SecretKeySpec(mac.doFinal(), "AES");
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
