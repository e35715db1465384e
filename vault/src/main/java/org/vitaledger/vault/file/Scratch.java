package org.vitaledger.vault.file;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A byte array that grows while it is written, kept for the next use. For one thread. */
final class Scratch {
    private byte[] bytes = new byte[1 << 14];
    private int size;

    Scratch reset() {
        size = 0;
        return this;
    }

    int size() {
        return size;
    }

    /** The array behind, valid until the next write. */
    byte[] array() {
        return bytes;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Leaves {@code count} bytes to be filled in by others, and tells where they start. */
    int skip(int count) {
        room(count);
        int start = size;
        size += count;
        return start;
    }

    Scratch put8(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    Scratch put16(int value) {
        return put8(value >>> 8).put8(value);
    }

    Scratch put32(int value) {
        return put16(value >>> 16).put16(value);
    }

    Scratch put64(long value) {
        return put32((int) (value >>> 32)).put32((int) value);
    }

    Scratch put(byte[] value) {
        return put(value, 0, value.length);
    }

    Scratch put(byte[] value, int from, int count) {
        room(count);
        System.arraycopy(value, from, bytes, size, count);
        size += count;
        return this;
    }

    /** ASCII text of at most 255 characters, after its length. */
    Scratch putText(String text) {
        return put8(text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Seven bits a byte, the lowest first, as LEB128 does. */
    Scratch putVarint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            put8((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        return put8((int) rest);
    }

    /** A signed number, small ones of either sign short. */
    Scratch putSigned(long value) {
        return putVarint(value << 1 ^ value >> 63);
    }

    static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = from.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new BufferUnderflowException();
    }

    static long signed(ByteBuffer from) {
        long value = varint(from);
        return value >>> 1 ^ -(value & 1);
    }

    static String text(ByteBuffer from) {
        return new String(bytes(from, from.get() & 0xff), StandardCharsets.US_ASCII);
    }

    static byte[] bytes(ByteBuffer from, int count) {
        if (count < 0 || count > from.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[count];
        from.get(bytes);
        return bytes;
    }

    private void room(int count) {
        if (bytes.length - size < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
        }
    }
}
