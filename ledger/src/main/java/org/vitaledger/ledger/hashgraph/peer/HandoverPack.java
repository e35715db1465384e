package org.vitaledger.ledger.hashgraph.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.SignedNote;

/**
 * What one roster leaves to the next: four bytes with the length of the checkpoint, the checkpoint, the engine's state.
 *
 * @param checkpoint the final checkpoint of the last block that the former roster ordered
 * @param state what the engine froze with there
 */
public record HandoverPack(String checkpoint, byte[] state) {
    /** The most bytes of one. */
    static final int MAX_SIZE = 65 << 20;

    /** The bytes to keep and send. */
    public byte[] encode() {
        byte[] text = checkpoint.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + text.length + state.length)
                .putInt(text.length)
                .put(text)
                .put(state)
                .array();
    }

    /** @throws IOException if {@code bytes} are none */
    static HandoverPack decode(byte[] bytes) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
        if (length < 0 || length > Math.min(in.remaining(), SignedNote.MAX_SIZE)) {
            throw new IOException("not what a roster leaves to the next");
        }
        byte[] text = new byte[length];
        in.get(text);
        byte[] state = new byte[in.remaining()];
        in.get(state);
        return new HandoverPack(new String(text, StandardCharsets.UTF_8), state);
    }

    /** The checkpoint as a note, not checked. */
    public SignedNote note() throws IOException {
        try {
            return SignedNote.parse(checkpoint.getBytes(StandardCharsets.UTF_8));
        } catch (NoteRejected e) {
            throw new IOException("not a signed note", e);
        }
    }
}
