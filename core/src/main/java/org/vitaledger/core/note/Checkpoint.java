package org.vitaledger.core.note;

import java.util.List;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.NoteRejected.Reason;

/**
 * What a log says of itself at a size (C2SP tlog-checkpoint): the text of a signed note.
 *
 * @param origin the log's name, one line, not empty
 * @param size the number of leaves
 * @param root the RFC 9162 root over them; whether a tree of that size can have it is for whoever cosigns or follows
 * @param extensions further lines, none of them empty; nothing is said of them by who cosigns, and ML-DSA-44 cosignatures
 *     don't cover them
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {
    private static final int LINES = 3;

    public Checkpoint {
        extensions = List.copyOf(extensions);
        if (!Canonical.isLine(origin) || size < 0 || !extensions.stream().allMatch(Canonical::isLine)) {
            throw new IllegalArgumentException("not a checkpoint");
        }
    }

    /** A checkpoint without extensions. */
    public Checkpoint(String origin, long size, Hash root) {
        this(origin, size, root, List.of());
    }

    /** Reads the text of a note, which ends with a newline. */
    public static Checkpoint parse(String text) throws NoteRejected {
        String[] lines = text.split("\n", -1);
        if (lines.length < LINES + 1 || !lines[lines.length - 1].isEmpty()) {
            throw new NoteRejected(Reason.WRONG_STRUCTURE);
        }
        List<String> extensions = List.of(lines).subList(LINES, lines.length - 1);
        if (!extensions.stream().allMatch(Canonical::isLine)) {
            throw new NoteRejected(Reason.WRONG_STRUCTURE);
        }
        if (!Canonical.isLine(lines[0])) {
            throw new NoteRejected(Reason.WRONG_NAME, 1);
        }
        long size = Canonical.number(lines[1], 2);
        Hash root = Canonical.hash(lines[2], LINES);
        return new Checkpoint(lines[0], size, root, extensions);
    }

    /** The text of the note, as {@link #parse} reads it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(origin).append('\n');
        text.append(size).append('\n');
        text.append(root.base64()).append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
