package org.vitaledger.core.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.NoteRejected.Reason;
import org.vitaledger.core.sign.VerifyingKey;

/**
 * A public key with the name under which it signs (the vkey of C2SP signed-note).
 *
 * @param name not empty, without Unicode spaces or plus signs, at most 255 bytes for an ML-DSA-44 key; for a log its
 *     origin
 * @param type what its signatures are
 * @param key of the type's algorithm
 */
public record VerifierKey(String name, SignatureType type, VerifyingKey key) {
    private static final int MAX_TEXT = 4096;
    private static final int ID_DIGITS = 8;

    public VerifierKey {
        if (!names(name, type)) {
            throw new IllegalArgumentException("not a name for a key");
        }
        if (key.algorithm() != type.algorithm()) {
            throw new IllegalArgumentException("a key for " + type + " is one of " + type.algorithm());
        }
    }

    /** Whether a key of any type can have that name: 1 to 255 bytes, no spaces, no plus, no controls. */
    public static boolean isName(String name) {
        return Canonical.isKeyName(name) && Canonical.fitsCosignature(name);
    }

    private static boolean names(String name, SignatureType type) {
        return type == SignatureType.COSIGNATURE_ML_DSA_44 ? isName(name) : Canonical.isKeyName(name);
    }

    /** Reads {@code name+identifier+base64(type || key)}. */
    public static VerifierKey parse(String text) throws NoteRejected {
        if (text.length() > MAX_TEXT) {
            throw new NoteRejected(Reason.TOO_LARGE);
        }
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw new NoteRejected(Reason.WRONG_STRUCTURE);
        }
        if (!Canonical.isKeyName(parts[0])) {
            throw new NoteRejected(Reason.WRONG_NAME);
        }
        byte[] content = Canonical.base64(parts[2], 0);
        SignatureType type = SignatureType.of(content.length == 0 ? 0 : content[0])
                .orElseThrow(() -> new NoteRejected(Reason.WRONG_TYPE));
        if (!names(parts[0], type)) {
            throw new NoteRejected(Reason.WRONG_NAME);
        }
        if (content.length != 1 + type.algorithm().keySize()) {
            throw new NoteRejected(Reason.WRONG_BASE64);
        }
        VerifyingKey key = new VerifyingKey(type.algorithm(), Bytes.of(content, 1, content.length - 1));
        VerifierKey parsed = new VerifierKey(parts[0], type, key);
        if (!hex(parsed.id()).equals(parts[1])) {
            throw new NoteRejected(Reason.WRONG_KEY_ID);
        }
        return parsed;
    }

    /** The first four bytes of SHA-256 over name, newline, type and key: enough to find a key, not to trust it. */
    public int id() {
        byte[] head = (name + "\n").getBytes(UTF_8);
        Hash hash = Hash.sha256(head, new byte[] {(byte) type.code()}, key.raw().toArray());
        return ByteBuffer.wrap(hash.toArray()).getInt();
    }

    /** The vkey as {@link #parse} reads it. */
    public String text() {
        byte[] content = Bytes.of((byte) type.code()).plus(key.raw()).toArray();
        return name + "+" + hex(id()) + "+" + Base64.getEncoder().encodeToString(content);
    }

    private static String hex(int id) {
        return HexFormat.of().toHexDigits(id, ID_DIGITS);
    }
}
