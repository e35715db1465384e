package org.vitaledger.core.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable byte string, ordered as unsigned bytes. Safe for any thread. */
public final class Bytes implements Comparable<Bytes> {
    /** The byte string without bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** A copy of {@code content}. */
    public static Bytes of(byte... content) {
        return new Bytes(content.clone());
    }

    /** A copy of {@code length} bytes of {@code content} from {@code offset} on. */
    public static Bytes of(byte[] content, int offset, int length) {
        return new Bytes(Arrays.copyOfRange(content, offset, offset + length));
    }

    /** The UTF-8 form of {@code text}. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads hexadecimal digits of either case.
     *
     * @throws IllegalArgumentException if {@code text} is not an even number of hexadecimal digits
     */
    public static Bytes parseHex(String text) {
        return new Bytes(HexFormat.of().parseHex(text));
    }

    /** The number of bytes. */
    public int size() {
        return content.length;
    }

    /** The byte at {@code index}. */
    public byte at(int index) {
        return content[index];
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return content.clone();
    }

    /** Feeds the bytes to {@code digest} without copying them. */
    public void update(MessageDigest digest) {
        digest.update(content);
    }

    /** Writes the bytes to {@code to}. */
    public void put(ByteBuffer to) {
        to.put(content);
    }

    /** A copy of the bytes from {@code from} (inclusive) to {@code to} (exclusive). */
    public Bytes slice(int from, int to) {
        return new Bytes(Arrays.copyOfRange(content, from, to));
    }

    /** The text that these bytes are the UTF-8 form of; malformed parts become replacement characters. */
    public String utf8() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** The bytes as lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(content);
    }

    /** These bytes followed by {@code other}'s. */
    public Bytes plus(Bytes other) {
        byte[] joined = Arrays.copyOf(content, content.length + other.content.length);
        System.arraycopy(other.content, 0, joined, content.length, other.content.length);
        return new Bytes(joined);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return hex();
    }
}
