package org.vitaledger.ledger.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.SignedNote;

/**
 * Evidence that a log broke its promise to show everybody one history that only grows: two signed checkpoints that can't
 * both be of it. A file for {@link BreachCheck#verify}, which alone says whether it proves anything.
 *
 * @param kind what can't be reconciled
 * @param first the smaller checkpoint, or one of two of a size
 * @param second the larger checkpoint, or the other one
 * @param otherRoot for {@link Kind#INCONSISTENT}: the root that the tree of the second has at the size of the first
 * @param path for {@link Kind#INCONSISTENT}: the RFC 9162 consistency path from that root to the second's
 */
public record Breach(Kind kind, SignedNote first, SignedNote second, Optional<Hash> otherRoot, List<Hash> path) {
    /** The most bytes in a file. */
    public static final int MAX_SIZE = 2 * SignedNote.MAX_SIZE + (1 << 13);

    private static final String HEADER = "vitaledger/log-breach@v1\n";
    private static final String CHECKSUM = "sha256 ";
    private static final int MAX_LINES = 80;
    private static final int CHECKSUM_LENGTH = CHECKSUM.length() + 44 + 1;

    /** What two checkpoints can't both be. */
    public enum Kind {
        /** Of one size, with different roots. */
        TWO_ROOTS,
        /** The larger is over a tree that had another root at the size of the smaller. */
        INCONSISTENT,
        /** The smaller is cosigned later, by somebody who had cosigned the larger (tlog-cosignature). */
        WENT_BACK
    }

    public Breach {
        path = List.copyOf(path);
        if (path.size() > Long.SIZE || (kind == Kind.INCONSISTENT) != otherRoot.isPresent()) {
            throw new IllegalArgumentException("another root and a path to it are what INCONSISTENT has");
        }
    }

    static Breach of(Kind kind, SignedCheckpoint first, SignedCheckpoint second) {
        return new Breach(kind, first.note(), second.note(), Optional.empty(), List.of());
    }

    /** Whether {@code content} begins as such a file does. */
    public static boolean isOne(byte[] content) {
        byte[] header = HEADER.getBytes(UTF_8);
        return content.length >= header.length && Arrays.equals(content, 0, header.length, header, 0, header.length);
    }

    /** Reads a file as {@link #encode()} writes it; empty if it is not exactly of that form. */
    public static Optional<Breach> parse(byte[] content) {
        if (!isOne(content) || content.length > MAX_SIZE) {
            return Optional.empty();
        }
        try {
            Breach parsed = read(content);
            return Arrays.equals(parsed.encode(), content) ? Optional.of(parsed) : Optional.empty();
        } catch (NoteRejected | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Breach read(byte[] content) throws NoteRejected {
        String text = new String(content, UTF_8);
        int end = text.indexOf("\n\n");
        String[] lines = text.substring(HEADER.length(), end).split("\n", MAX_LINES);
        Kind kind = Kind.valueOf(value(lines[0], "kind "));
        int next = 1;
        Optional<Hash> root = Optional.empty();
        if (kind == Kind.INCONSISTENT) {
            root = Optional.of(Hash.parseBase64(value(lines[next++], "root ")));
        }
        List<Hash> path = new ArrayList<>();
        while (lines[next].startsWith("path ")) {
            path.add(Hash.parseBase64(value(lines[next++], "path ")));
        }
        int start = text.substring(0, end + 2).getBytes(UTF_8).length;
        int split = Math.addExact(start, Integer.parseInt(value(lines[next], "first ")));
        SignedNote first = SignedNote.parse(Arrays.copyOfRange(content, start, split));
        SignedNote second = SignedNote.parse(Arrays.copyOfRange(content, split, content.length - CHECKSUM_LENGTH));
        return new Breach(kind, first, second, root, path);
    }

    private static String value(String line, String name) {
        if (!line.startsWith(name)) {
            throw new IllegalArgumentException("not a line " + name);
        }
        return line.substring(name.length());
    }

    /**
     * The file: a header, the two notes, and a checksum, so that a damaged file is not taken for a weaker one.
     */
    public byte[] encode() {
        String one = new String(first.encode(), UTF_8);
        StringBuilder text = new StringBuilder(HEADER);
        text.append("kind ").append(kind).append('\n');
        otherRoot.ifPresent(root -> text.append("root ").append(root.base64()).append('\n'));
        path.forEach(hash -> text.append("path ").append(hash.base64()).append('\n'));
        text.append("first ").append(one.getBytes(UTF_8).length).append("\n\n");
        text.append(one).append(new String(second.encode(), UTF_8));
        Hash checksum = Hash.sha256(text.toString().getBytes(UTF_8));
        return text.append(CHECKSUM)
                .append(checksum.base64())
                .append('\n')
                .toString()
                .getBytes(UTF_8);
    }
}
