package org.vitaledger.core.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The bytes that a key signs for a note (C2SP signed-note and tlog-cosignature). */
final class SignedMessage {
    private static final byte[] SUBTREE_LABEL = "subtree/v1\n\0".getBytes(UTF_8);

    private SignedMessage() {}

    /**
     * What {@code key} signs for the note with {@code text}; empty if keys of its type can't sign it: an ML-DSA-44
     * cosignature is one of a checkpoint, whose extension lines it leaves out.
     */
    static Optional<byte[]> of(VerifierKey key, String text, long posixSeconds) {
        return switch (key.type()) {
            case ED25519 -> Optional.of(text.getBytes(UTF_8));
            case COSIGNATURE_ED25519 ->
                Optional.of(("cosignature/v1\ntime " + posixSeconds + "\n" + text).getBytes(UTF_8));
            case COSIGNATURE_ML_DSA_44 -> subtree(key.name(), text, posixSeconds);
        };
    }

    private static Optional<byte[]> subtree(String cosigner, String text, long posixSeconds) {
        try {
            Checkpoint checkpoint = Checkpoint.parse(text);
            return Canonical.fitsCosignature(checkpoint.origin())
                    ? Optional.of(subtree(cosigner, checkpoint, posixSeconds))
                    : Optional.empty();
        } catch (NoteRejected e) {
            return Optional.empty();
        }
    }

    private static byte[] subtree(String cosigner, Checkpoint checkpoint, long posixSeconds) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SUBTREE_LABEL);
        writeShort(out, cosigner);
        writeLong(out, posixSeconds);
        writeShort(out, checkpoint.origin());
        writeLong(out, 0);
        writeLong(out, checkpoint.size());
        out.writeBytes(checkpoint.root().toArray());
        return out.toByteArray();
    }

    private static void writeShort(ByteArrayOutputStream out, String text) {
        byte[] content = text.getBytes(UTF_8);
        out.write(content.length);
        out.writeBytes(content);
    }

    private static void writeLong(ByteArrayOutputStream out, long value) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }
}
