package org.vitaledger.ledger.hashgraph.peer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.SignedNote;

/** Signed notes in one message: each behind its length as 32 bits, big-endian. */
final class NoteBatch {
    /** The most bytes in a message. */
    static final int MAX_SIZE = 1 << 20;

    private NoteBatch() {}

    /** The newest of {@code notes} that fit. */
    static byte[] encode(List<SignedNote> notes) {
        List<byte[]> fitting = new ArrayList<>();
        int length = 0;
        for (SignedNote note : notes.reversed()) {
            byte[] encoded = note.encode();
            if (length + Integer.BYTES + encoded.length > MAX_SIZE) {
                break;
            }
            length += Integer.BYTES + encoded.length;
            fitting.addFirst(encoded);
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        fitting.forEach(note -> out.putInt(note.length).put(note));
        return out.array();
    }

    /** Empty if {@code message} is not what {@link #encode} writes. */
    static Optional<List<SignedNote>> decode(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        List<SignedNote> notes = new ArrayList<>();
        try {
            while (in.remaining() >= Integer.BYTES) {
                int length = in.getInt();
                if (length < 0 || length > in.remaining()) {
                    return Optional.empty();
                }
                byte[] note = new byte[length];
                in.get(note);
                notes.add(SignedNote.parse(note));
            }
        } catch (NoteRejected e) {
            return Optional.empty();
        }
        return in.hasRemaining() ? Optional.empty() : Optional.of(notes);
    }
}
