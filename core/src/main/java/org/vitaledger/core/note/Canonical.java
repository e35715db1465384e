package org.vitaledger.core.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.NoteRejected.Reason;

/** The one form of each value that the formats accept: what is read is written again as the same text. */
final class Canonical {
    /** The most bytes of a cosigner's name or an origin that an ML-DSA-44 cosignature can commit to. */
    private static final int MAX_NAME = 255;

    private static final int MAX_DIGITS = 19;
    private static final int NEXT_LINE = 0x85;

    private Canonical() {}

    static String utf8(byte[] content) throws NoteRejected {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            throw new NoteRejected(Reason.NOT_UTF8);
        }
    }

    static byte[] base64(String text, int line) throws NoteRejected {
        try {
            byte[] content = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(content).equals(text)) {
                return content;
            }
        } catch (IllegalArgumentException e) {
            // Falls through: told as every other text that is not canonical.
        }
        throw new NoteRejected(Reason.WRONG_BASE64, line);
    }

    static Hash hash(String text, int line) throws NoteRejected {
        byte[] content = base64(text, line);
        if (content.length != Hash.SIZE) {
            throw new NoteRejected(Reason.WRONG_BASE64, line);
        }
        return Hash.of(content);
    }

    static long number(String text, int line) throws NoteRejected {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || text.length() > MAX_DIGITS || (text.length() > 1 && text.charAt(0) == '0')) {
            throw new NoteRejected(Reason.WRONG_NUMBER, line);
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new NoteRejected(Reason.WRONG_NUMBER, line);
        }
    }

    /** Whether {@code name} can be a key's: not empty, no Unicode spaces, no plus, no controls. */
    static boolean isKeyName(String name) {
        return isLine(name) && name.codePoints().noneMatch(c -> c == '+' || isSpace(c));
    }

    /** Whether {@code name} is short enough for an ML-DSA-44 cosignature, of that name or of a log of that name. */
    static boolean fitsCosignature(String name) {
        return name.getBytes(UTF_8).length <= MAX_NAME;
    }

    /** Whether {@code text} can stand as a line of a note: not empty, no controls, well-formed Unicode. */
    static boolean isLine(String text) {
        return !text.isEmpty()
                && UTF_8.newEncoder().canEncode(text)
                && text.chars().noneMatch(c -> c < ' ');
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
    }
}
