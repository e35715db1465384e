package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.vault.Document;

/**
 * The record of a document: type, version, handle, then kind, id and content sealed (nonce, ciphertext, tag).
 *
 * @param patient about whom
 * @param payload the whole record
 */
record DocumentRecord(PatientHandle patient, byte[] payload) {
    /** The first byte of a document's record; the second is the version. */
    static final int TYPE = 2;

    /** The period whose data key seals documents; no month of a reading has it. */
    static final int PERIOD = -1;

    private static final int VERSION = 1;
    private static final int CLEAR = 2 + PatientHandle.SIZE;

    static DocumentRecord seal(Document document, SecretKey key, SecureRandom random) {
        Sealing sealing = Sealing.ofThread();
        Scratch plain = sealing.plain.reset();
        putText(plain, document.kind());
        putText(plain, document.id());
        plain.put(document.content().toArray());
        Scratch out = sealing.record.reset().put8(TYPE).put8(VERSION);
        out.put(document.patient().bytes().toArray());
        byte[] binding = out.toArray();
        byte[] nonce = new byte[BatchRecord.NONCE];
        random.nextBytes(nonce);
        int length = plain.size() + BatchRecord.SEAL;
        int at = out.skip(length);
        System.arraycopy(nonce, 0, out.array(), at, nonce.length);
        sealing.seal(key, binding, new Sealing.Sealed(out.array(), at, length));
        return new DocumentRecord(document.patient(), out.toArray());
    }

    static DocumentRecord read(byte[] payload) {
        if (payload.length < CLEAR + BatchRecord.SEAL || payload[0] != TYPE || payload[1] != VERSION) {
            throw new IllegalArgumentException("not the record of a document");
        }
        return new DocumentRecord(new PatientHandle(Bytes.of(payload, 2, PatientHandle.SIZE)), payload);
    }

    Document open(SecretKey key) throws AEADBadTagException {
        byte[] binding = Arrays.copyOf(payload, CLEAR);
        ByteBuffer plain = ByteBuffer.wrap(
                Sealing.ofThread().open(key, binding, new Sealing.Sealed(payload, CLEAR, payload.length - CLEAR)));
        String kind = text(plain);
        String id = text(plain);
        return new Document(patient, kind, id, Bytes.of(Scratch.bytes(plain, plain.remaining())));
    }

    private static void putText(Scratch out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.put16(bytes.length).put(bytes);
    }

    private static String text(ByteBuffer in) {
        return new String(Scratch.bytes(in, in.getShort() & 0xffff), StandardCharsets.UTF_8);
    }
}
