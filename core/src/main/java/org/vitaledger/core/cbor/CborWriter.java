package org.vitaledger.core.cbor;

import java.util.Arrays;
import org.vitaledger.core.bytes.Bytes;

/**
 * Writes the core deterministic encoding of CBOR (RFC 8949 section 4.2.1): shortest forms, definite lengths, map keys in
 * bytewise order. The caller announces how many items an array or pairs a map has and then writes them; keys (integers
 * and strings only) in the wrong order, a key twice, or a wrong number of items are bugs and throw
 * {@link IllegalStateException}. For one thread.
 */
public final class CborWriter {
    private byte[] output;
    private int size;

    private boolean afterTag;
    private final Nesting nesting = new Nesting();

    /** A writer that starts with room for 256 bytes. */
    public CborWriter() {
        this(256);
    }

    /** A writer that starts with room for {@code capacity} bytes and grows. */
    public CborWriter(int capacity) {
        this.output = new byte[Math.max(16, capacity)];
    }

    /** Writes an integer. */
    public CborWriter writeLong(long value) {
        int start = size;
        if (value >= 0) {
            head(0, value);
        } else {
            head(1, -1 - value);
        }
        return completed(start, true);
    }

    /** Writes a byte string. */
    public CborWriter writeBytes(Bytes value) {
        return writeBytes(value.toArray());
    }

    /** Writes a byte string. */
    public CborWriter writeBytes(byte[] value) {
        return writeBytes(value, 0, value.length);
    }

    /** Writes a part of {@code value} as a byte string. */
    public CborWriter writeBytes(byte[] value, int offset, int length) {
        int start = size;
        head(2, length);
        append(value, offset, length);
        return completed(start, true);
    }

    /**
     * Writes the first {@code length} bytes of {@code text} as text.
     *
     * @throws IllegalArgumentException if they are not ASCII
     */
    public CborWriter writeAscii(byte[] text, int length) {
        int start = size;
        head(3, length);
        room(length);
        int all = 0;
        for (int i = 0; i < length; i++) {
            all |= text[i];
            output[size + i] = text[i];
        }
        if (all < 0) {
            throw new IllegalArgumentException("text that is not ASCII");
        }
        size += length;
        return completed(start, true);
    }

    /**
     * Writes text.
     *
     * @throws IllegalArgumentException if {@code value} has an unpaired surrogate
     */
    public CborWriter writeText(String value) {
        int start = size;
        if (!appendAscii(value)) {
            size = start;
            byte[] encoded = Utf8.encode(value);
            head(3, encoded.length);
            append(encoded, 0, encoded.length);
        }
        return completed(start, true);
    }

    /** Most text is ASCII, so it is written as such; false if it was not. */
    private boolean appendAscii(String value) {
        int length = value.length();
        head(3, length);
        room(length);
        byte[] to = output;
        int at = size;
        int all = 0;
        for (int i = 0; i < length; i++) {
            char next = value.charAt(i);
            all |= next;
            to[at + i] = (byte) next;
        }
        size = at + length;
        return all < 0x80;
    }

    /** Begins an array of {@code count} items, which follow. */
    public CborWriter writeArray(int count) {
        return enter(4, count, false);
    }

    /** Begins a map of {@code count} pairs, which follow as key, value, key, value. */
    public CborWriter writeMap(int count) {
        return enter(5, count, true);
    }

    /** Writes a tag; the tagged item follows. */
    public CborWriter writeTag(long tag) {
        if (tag < 0) {
            throw new IllegalArgumentException("a tag is not negative");
        }
        if (nesting.expectsKey()) {
            throw new IllegalStateException("a map key is an integer or a string");
        }
        head(6, tag);
        afterTag = true;
        return this;
    }

    /** Writes false or true. */
    public CborWriter writeBoolean(boolean value) {
        int start = size;
        head(7, value ? 21 : 20);
        return completed(start, false);
    }

    /** Writes null. */
    public CborWriter writeNull() {
        int start = size;
        head(7, 22);
        return completed(start, false);
    }

    /** Writes a floating-point number in the shortest format that holds it; for formats of others. */
    public CborWriter writeDouble(double value) {
        int start = size;
        int format = Double.isNaN(value) ? Floats.HALF : Floats.shortest(value);
        room(9);
        output[size++] = (byte) format;
        fixed(Floats.bits(format, value), 1 << (format - 0xf8));
        return completed(start, false);
    }

    /** Everything written, when all arrays, maps and tags are complete. */
    public byte[] toArray() {
        requireComplete();
        return Arrays.copyOf(output, size);
    }

    private void requireComplete() {
        if (nesting.depth() > 0 || afterTag) {
            throw new IllegalStateException("an array, map or tag is not complete");
        }
    }

    /** Like {@link #toArray}, as a byte string. */
    public Bytes toBytes() {
        requireComplete();
        return Bytes.of(output, 0, size);
    }

    private CborWriter enter(int major, int count, boolean map) {
        if (count < 0) {
            throw new IllegalArgumentException("a count is not negative");
        }
        int start = size;
        if (nesting.expectsKey()) {
            throw new IllegalStateException("a map key is an integer or a string");
        }
        head(major, count);
        if (count == 0) {
            return completed(start, false);
        }
        if (nesting.isFull()) {
            throw new IllegalStateException("nested deeper than a reader accepts");
        }
        nesting.open(count, map);
        afterTag = false;
        return this;
    }

    private CborWriter completed(int start, boolean mayBeKey) {
        if (nesting.expectsKey()) {
            if (!mayBeKey) {
                throw new IllegalStateException("a map key is an integer or a string");
            }
            if (nesting.nextKey(output, start, size) >= 0) {
                throw new IllegalStateException("a map key out of order");
            }
        }
        afterTag = false;
        nesting.completed();
        return this;
    }

    private void head(int major, long argument) {
        room(9);
        int initial = major << 5;
        if (argument < 24) {
            output[size++] = (byte) (initial | (int) argument);
        } else if (argument <= 0xff) {
            output[size++] = (byte) (initial | 24);
            fixed(argument, 1);
        } else if (argument <= 0xffff) {
            output[size++] = (byte) (initial | 25);
            fixed(argument, 2);
        } else if (argument <= 0xffffffffL) {
            output[size++] = (byte) (initial | 26);
            fixed(argument, 4);
        } else {
            output[size++] = (byte) (initial | 27);
            fixed(argument, 8);
        }
    }

    private void fixed(long value, int bytes) {
        for (int shift = (bytes - 1) << 3; shift >= 0; shift -= 8) {
            output[size++] = (byte) (value >>> shift);
        }
    }

    private void append(byte[] bytes, int offset, int length) {
        room(length);
        System.arraycopy(bytes, offset, output, size, length);
        size += length;
    }

    private void room(int bytes) {
        if (output.length - size < bytes) {
            output = Arrays.copyOf(output, Math.max(Math.addExact(size, bytes), Math.multiplyExact(output.length, 2)));
        }
    }
}
