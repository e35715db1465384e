package org.vitaledger.core.note;

import java.nio.ByteBuffer;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;

/**
 * Signs notes with one key. Safe for any thread.
 *
 * @param verifierKey the public half, with the name and type
 * @param key the private half
 * @param signatures what signs
 */
public record NoteSigner(VerifierKey verifierKey, SigningKey key, Signatures signatures) {
    public NoteSigner {
        if (!key.verifyingKey().equals(verifierKey.key())) {
            throw new IllegalArgumentException("the halves of a key belong together");
        }
    }

    /** A signer with {@code key} under {@code name}. */
    public static NoteSigner of(String name, SignatureType type, SigningKey key, Signatures signatures) {
        return new NoteSigner(new VerifierKey(name, type, key.verifyingKey()), key, signatures);
    }

    /**
     * Signs a checkpoint. Whoever cosigns must have checked before that it is consistent with the last that it cosigned
     * (INV-006).
     *
     * @param posixSeconds the time that a cosignature tells; plain signatures don't have it
     */
    public NoteSignature sign(Checkpoint checkpoint, long posixSeconds) {
        return sign(checkpoint.text(), posixSeconds);
    }

    /**
     * Signs any text that ends with a newline.
     *
     * @param posixSeconds the time that a cosignature tells; plain signatures don't have it
     * @throws IllegalArgumentException if the key's type can't sign the text
     */
    public NoteSignature sign(String text, long posixSeconds) {
        if (!SignedNote.isText(text) || posixSeconds < 0) {
            throw new IllegalArgumentException("only well-formed texts are signed, at times after 1970");
        }
        byte[] message = SignedMessage.of(verifierKey, text, posixSeconds)
                .orElseThrow(() -> new IllegalArgumentException("keys of this type sign checkpoints"));
        Bytes signature = Bytes.of(signatures.sign(key, message));
        if (verifierKey.type().timestamped()) {
            Bytes time = Bytes.of(
                    ByteBuffer.allocate(Long.BYTES).putLong(posixSeconds).array());
            signature = time.plus(signature);
        }
        return new NoteSignature(verifierKey.name(), verifierKey.id(), signature);
    }
}
