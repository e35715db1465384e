package org.vitaledger.core.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.NoteRejected.Reason;
import org.vitaledger.core.sign.Signatures;

/**
 * A text and signatures over it (C2SP signed-note).
 *
 * @param text well-formed Unicode without control characters but newlines, ending with one
 * @param signatures at least one, at most {@link #MAX_SIGNATURES}; who signed is what {@link #check} says
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    /** The most signatures on a note. */
    public static final int MAX_SIGNATURES = 100;
    /** The most bytes in a note. */
    public static final int MAX_SIZE = 1 << 20;

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!isText(text) || signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new IllegalArgumentException("a note has a text that ends with a newline, and 1 to 100 signatures");
        }
    }

    /** Reads a note. */
    public static SignedNote parse(byte[] content) throws NoteRejected {
        if (content.length > MAX_SIZE) {
            throw new NoteRejected(Reason.TOO_LARGE);
        }
        String note = Canonical.utf8(content);
        if (note.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new NoteRejected(Reason.CONTROL_CHARACTER);
        }
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n") || split + 2 == note.length()) {
            throw new NoteRejected(Reason.WRONG_STRUCTURE);
        }
        String[] lines = note.substring(split + 2).split("\n", MAX_SIGNATURES + 2);
        if (lines.length - 1 > MAX_SIGNATURES) {
            throw new NoteRejected(Reason.TOO_MANY_LINES);
        }
        int first = (int) note.substring(0, split + 2).lines().count() + 1;
        List<NoteSignature> signatures = new ArrayList<>();
        for (int i = 0; i < lines.length - 1; i++) {
            signatures.add(NoteSignature.parse(lines[i], first + i));
        }
        return new SignedNote(note.substring(0, split + 1), signatures);
    }

    /** The note as {@link #parse} reads it. */
    public byte[] encode() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()).append('\n'));
        return note.toString().getBytes(UTF_8);
    }

    /** Whether {@code key} signed this. All signatures that claim to be its must verify, and tell its earliest time. */
    public SignatureCheck check(VerifierKey key, Signatures with) {
        OptionalLong time = OptionalLong.empty();
        boolean present = false;
        for (NoteSignature signature : signatures) {
            if (!signature.claims(key)) {
                continue;
            }
            if (!verifies(key, signature, with)) {
                return new SignatureCheck.Invalid();
            }
            if (key.type().timestamped()) {
                long told = time(signature.signature());
                time = OptionalLong.of(Math.min(told, time.orElse(told)));
            }
            present = true;
        }
        return present ? new SignatureCheck.Valid(time) : new SignatureCheck.Absent();
    }

    static boolean isText(String text) {
        return text.endsWith("\n")
                && UTF_8.newEncoder().canEncode(text)
                && text.chars().noneMatch(c -> c < ' ' && c != '\n');
    }

    private boolean verifies(VerifierKey key, NoteSignature claimed, Signatures with) {
        Bytes signature = claimed.signature();
        if (signature.size() != key.type().signatureSize()) {
            return false;
        }
        int offset = key.type().timestamped() ? Long.BYTES : 0;
        long time = offset == 0 ? 0 : time(signature);
        byte[] raw = signature.slice(offset, signature.size()).toArray();
        return time >= 0
                && SignedMessage.of(key, text, time)
                        .map(message -> with.verify(key.key(), message, raw))
                        .orElse(false);
    }

    private static long time(Bytes signature) {
        return ByteBuffer.wrap(signature.toArray()).getLong();
    }
}
