package org.vitaledger.core.cbor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** UTF-8 without replacement characters: what is not UTF-8, or not Unicode text, is refused. */
final class Utf8 {
    private Utf8() {}

    /** The text in a range of {@code input}, or null if the range is not UTF-8. */
    static @Nullable String decode(byte[] input, int offset, int length) {
        if (isAscii(input, offset, length)) {
            return new String(input, offset, length, ISO_8859_1);
        }
        String text = new String(input, offset, length, UTF_8);
        byte[] again = text.getBytes(UTF_8);
        // A malformed sequence becomes U+FFFD, which is written differently.
        return Arrays.equals(again, 0, again.length, input, offset, offset + length) ? text : null;
    }

    static boolean isValid(byte[] input, int offset, int length) {
        return isAscii(input, offset, length) || decode(input, offset, length) != null;
    }

    /** The UTF-8 form of {@code text}; unpaired surrogates are a bug of the caller. */
    static byte[] encode(String text) {
        try {
            ByteBuffer encoded = UTF_8.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text with an unpaired surrogate", e);
        }
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    static boolean isAscii(byte[] input, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (input[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
