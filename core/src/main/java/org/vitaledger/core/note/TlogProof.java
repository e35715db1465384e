package org.vitaledger.core.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.InclusionProof;
import org.vitaledger.core.note.NoteRejected.Reason;

/**
 * A proof that an entry is in a log, to be checked offline (C2SP tlog-proof, file extension {@code .tlog-proof}).
 *
 * @param extra data of the application, which nothing in this format authenticates
 * @param index the entry's place in the log, from 0
 * @param path the inclusion proof, at most {@link #MAX_PATH} hashes from the leaf's sibling up
 * @param checkpoint the signed checkpoint
 */
public record TlogProof(Optional<Bytes> extra, long index, List<Hash> path, SignedNote checkpoint) {
    /** The most hashes in an inclusion proof. */
    public static final int MAX_PATH = 63;
    /** The most bytes in a proof file. */
    public static final int MAX_SIZE = 4 << 20;

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    public TlogProof {
        path = List.copyOf(path);
        if (index < 0 || path.size() > MAX_PATH) {
            throw new IllegalArgumentException("a proof has an index from 0 and at most 63 hashes");
        }
    }

    /** Reads a proof file. What it claims is unchecked. */
    public static TlogProof parse(byte[] content) throws NoteRejected {
        if (content.length > MAX_SIZE) {
            throw new NoteRejected(Reason.TOO_LARGE);
        }
        String text = Canonical.utf8(content);
        int split = text.indexOf("\n\n");
        if (!text.startsWith(HEADER + "\n")) {
            throw new NoteRejected(Reason.WRONG_HEADER, 1);
        }
        if (split < 0) {
            throw new NoteRejected(Reason.WRONG_STRUCTURE);
        }
        List<String> lines = List.of(text.substring(0, split).split("\n", MAX_PATH + 4));
        boolean hasExtra = lines.size() > 1 && lines.get(1).startsWith(EXTRA);
        int first = hasExtra ? 2 : 1;
        if (lines.size() <= first || !lines.get(first).startsWith(INDEX)) {
            throw new NoteRejected(Reason.WRONG_LINE, first + 1);
        }
        if (lines.size() - first - 1 > MAX_PATH) {
            throw new NoteRejected(Reason.TOO_MANY_LINES);
        }
        Optional<Bytes> extra = hasExtra
                ? Optional.of(Bytes.of(Canonical.base64(lines.get(1).substring(EXTRA.length()), 2)))
                : Optional.empty();
        long index = Canonical.number(lines.get(first).substring(INDEX.length()), first + 1);
        List<Hash> path = new ArrayList<>();
        for (int i = first + 1; i < lines.size(); i++) {
            path.add(Canonical.hash(lines.get(i), i + 1));
        }
        return new TlogProof(extra, index, path, note(text.substring(split + 2), lines.size() + 2));
    }

    private static SignedNote note(String text, int line) throws NoteRejected {
        try {
            return SignedNote.parse(text.getBytes(UTF_8));
        } catch (NoteRejected e) {
            throw e.from(line);
        }
    }

    /** The proof file, as {@link #parse} reads it. */
    public byte[] encode() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        extra.ifPresent(data -> text.append(EXTRA)
                .append(Base64.getEncoder().encodeToString(data.toArray()))
                .append('\n'));
        text.append(INDEX).append(index).append('\n');
        path.forEach(hash -> text.append(hash.base64()).append('\n'));
        text.append('\n').append(new String(checkpoint.encode(), UTF_8));
        return text.toString().getBytes(UTF_8);
    }

    /** The inclusion proof that this claims, in the tree of {@code trusted}, a checkpoint that a policy accepted. */
    public InclusionProof inclusion(Checkpoint trusted) {
        return new InclusionProof(index, trusted.size(), path);
    }
}
