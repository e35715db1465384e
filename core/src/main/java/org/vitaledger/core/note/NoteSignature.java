package org.vitaledger.core.note;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.NoteRejected.Reason;

/**
 * One signature line of a note. That it stands there doesn't mean that it verifies.
 *
 * @param name the key's name
 * @param keyId the key's identifier
 * @param signature the signature, for cosignatures with its time in front; not empty
 */
public record NoteSignature(String name, int keyId, Bytes signature) {
    private static final String DASH = "\u2014 ";

    public NoteSignature {
        if (!Canonical.isKeyName(name) || signature.size() == 0) {
            throw new IllegalArgumentException("a signature has a key's name and at least one byte");
        }
    }

    static NoteSignature parse(String line, int number) throws NoteRejected {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(DASH) || space < DASH.length()) {
            throw new NoteRejected(Reason.WRONG_LINE, number);
        }
        String name = line.substring(DASH.length(), space);
        if (!Canonical.isKeyName(name)) {
            throw new NoteRejected(Reason.WRONG_NAME, number);
        }
        byte[] content = Canonical.base64(line.substring(space + 1), number);
        if (content.length <= Integer.BYTES) {
            throw new NoteRejected(Reason.WRONG_BASE64, number);
        }
        int keyId = ByteBuffer.wrap(content).getInt();
        return new NoteSignature(name, keyId, Bytes.of(content, Integer.BYTES, content.length - Integer.BYTES));
    }

    /** Whether this claims to be {@code key}'s. */
    boolean claims(VerifierKey key) {
        return name.equals(key.name()) && keyId == key.id();
    }

    /** The line in the note, without its newline. */
    String line() {
        byte[] content = ByteBuffer.allocate(Integer.BYTES + signature.size())
                .putInt(keyId)
                .put(signature.toArray())
                .array();
        return DASH + name + " " + Base64.getEncoder().encodeToString(content);
    }
}
