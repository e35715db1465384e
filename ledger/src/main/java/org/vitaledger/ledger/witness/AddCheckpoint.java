package org.vitaledger.ledger.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.SignedNote;

/**
 * The body of an {@code add-checkpoint} request (C2SP tlog-witness).
 *
 * @param oldSize the size of the last checkpoint that the witness cosigned, as the client knows it
 * @param proof the consistency path from there, at most {@link #MAX_PROOF} hashes
 * @param checkpoint what is to be cosigned
 */
record AddCheckpoint(long oldSize, List<Hash> proof, SignedNote checkpoint) {
    /** The most hashes in a proof. */
    static final int MAX_PROOF = 63;
    /** The most bytes in a request. */
    static final int MAX_SIZE = SignedNote.MAX_SIZE + (1 << 12);

    private static final String OLD = "old ";
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");

    AddCheckpoint {
        proof = List.copyOf(proof);
        if (oldSize < 0 || proof.size() > MAX_PROOF) {
            throw new IllegalArgumentException("an old size from 0 on, and at most 63 hashes");
        }
    }

    /** Reads a body; empty if it is not exactly of the form. */
    static Optional<AddCheckpoint> parse(byte[] body) {
        String text = new String(body, UTF_8);
        int split = text.indexOf("\n\n");
        if (body.length > MAX_SIZE || split < 0 || !text.startsWith(OLD)) {
            return Optional.empty();
        }
        String[] lines = text.substring(0, split).split("\n", MAX_PROOF + 2);
        String size = lines[0].substring(OLD.length());
        if (!NUMBER.matcher(size).matches() || lines.length > MAX_PROOF + 1) {
            return Optional.empty();
        }
        try {
            List<Hash> proof = new ArrayList<>();
            for (int i = 1; i < lines.length; i++) {
                proof.add(Hash.parseBase64(lines[i]));
            }
            SignedNote note = SignedNote.parse(text.substring(split + 2).getBytes(UTF_8));
            AddCheckpoint parsed = new AddCheckpoint(Long.parseLong(size), proof, note);
            return Arrays.equals(parsed.encode(), body) ? Optional.of(parsed) : Optional.empty();
        } catch (NoteRejected | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The body, as {@link #parse} reads it. */
    byte[] encode() {
        StringBuilder text = new StringBuilder(OLD).append(oldSize).append('\n');
        proof.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.append('\n')
                .append(new String(checkpoint.encode(), UTF_8))
                .toString()
                .getBytes(UTF_8);
    }
}
