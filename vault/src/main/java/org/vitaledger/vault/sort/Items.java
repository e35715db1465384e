package org.vitaledger.vault.sort;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Keys with their values, one behind the other: length of the key, length of the value, 32 bits each, key, value. Grows
 * while it is written, kept for the next use. For one thread at a time.
 */
public final class Items {
    /** Bytes before a key. */
    static final int LENGTHS = 2 * Integer.BYTES;

    /** No buffer that is sorted is larger, so that its items can be counted in {@link #NUMBER_BITS}. */
    static final int MAX_SORTED = LENGTHS << 24;

    private static final int FIRST_SIZE = 1 << 12;
    private static final int PREFIX = 5;
    private static final int NUMBER_BITS = 24;
    private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;
    private int count;

    /** Adds {@code key} with {@code value}. */
    public void add(byte[] key, byte[] value) {
        room(LENGTHS + key.length + value.length);
        ByteBuffer.wrap(bytes, size, bytes.length - size)
                .putInt(key.length)
                .putInt(value.length)
                .put(key)
                .put(value);
        size += LENGTHS + key.length + value.length;
        count++;
    }

    /** Takes as many of {@code others}, from {@code from} on, as fit below {@code limit}; tells where the rest starts. */
    int take(Items others, int from, int limit) {
        int at = from;
        int taken = 0;
        while (at < others.size && (size + at - from + others.length(at) <= limit || size + taken == 0)) {
            at += others.length(at);
            taken++;
        }
        room(at - from);
        System.arraycopy(others.bytes, from, bytes, size, at - from);
        size += at - from;
        count += taken;
        return at;
    }

    /** Forgets all. */
    public void clear() {
        size = 0;
        count = 0;
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The bytes of the item at {@code offset}. */
    int length(int offset) {
        return LENGTHS + int32(bytes, offset) + int32(bytes, offset + Integer.BYTES);
    }

    /** Where the items start, in the order of their keys, and of their values where keys are the same. */
    int[] sorted() {
        int[] offsets = new int[count];
        long[] order = new long[count];
        for (int i = 0, at = 0; i < count; i++) {
            offsets[i] = at;
            order[i] = (prefix(at) << NUMBER_BITS | i) ^ Long.MIN_VALUE;
            at += length(at);
        }
        // Numbers are sorted many times faster than items, which is left to be done where keys begin in the same way.
        Arrays.sort(order);
        int[] sorted = new int[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = offsets[(int) order[i] & NUMBER_MASK];
        }
        int first = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || order[i] >> NUMBER_BITS != order[first] >> NUMBER_BITS) {
                System.arraycopy(sorted, first, offsets, first, i - first);
                sort(offsets, sorted, first, i);
                first = i;
            }
        }
        return sorted;
    }

    /** The first five bytes of the key at {@code offset}, zeros behind its end. */
    private long prefix(int offset) {
        int key = int32(bytes, offset);
        long prefix = 0;
        for (int i = 0; i < PREFIX; i++) {
            prefix = prefix << Byte.SIZE | (i < key ? bytes[offset + LENGTHS + i] & 0xff : 0);
        }
        return prefix;
    }

    /** Merge sort from one array into the other, which hold the same at first; quick where they are in order already. */
    private void sort(int[] from, int[] into, int first, int end) {
        if (end - first < 2) {
            return;
        }
        int middle = (first + end) >>> 1;
        sort(into, from, first, middle);
        sort(into, from, middle, end);
        if (compare(bytes, from[middle - 1], bytes, from[middle]) <= 0) {
            System.arraycopy(from, first, into, first, end - first);
            return;
        }
        int left = first;
        int right = middle;
        for (int i = first; i < end; i++) {
            boolean takeLeft = right == end || (left < middle && compare(bytes, from[left], bytes, from[right]) <= 0);
            into[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    static int compare(byte[] a, int at, byte[] b, int bt) {
        int keyA = int32(a, at);
        int keyB = int32(b, bt);
        int startA = at + LENGTHS;
        int startB = bt + LENGTHS;
        int byKey = Arrays.compareUnsigned(a, startA, startA + keyA, b, startB, startB + keyB);
        if (byKey != 0) {
            return byKey;
        }
        int valueA = startA + keyA;
        int valueB = startB + keyB;
        int endA = valueA + int32(a, at + Integer.BYTES);
        int endB = valueB + int32(b, bt + Integer.BYTES);
        return Arrays.compareUnsigned(a, valueA, endA, b, valueB, endB);
    }

    static int int32(byte[] from, int at) {
        return from[at] << 24 | (from[at + 1] & 0xff) << 16 | (from[at + 2] & 0xff) << 8 | (from[at + 3] & 0xff);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.min(bytes.length, Integer.MAX_VALUE / 4) * 2, size + more));
        }
    }
}
