package org.vitaledger.core.cbor;

import java.util.Arrays;

/** The arrays and maps that are open inside each other: how many items are still to come, and of maps the last key. */
final class Nesting {
    private int depth;
    private final int[] left = new int[CborReader.MAX_DEPTH];
    private final boolean[] isMap = new boolean[CborReader.MAX_DEPTH];
    private final int[] keyFrom = new int[CborReader.MAX_DEPTH];
    private final int[] keyTo = new int[CborReader.MAX_DEPTH];

    int depth() {
        return depth;
    }

    boolean isFull() {
        return depth == CborReader.MAX_DEPTH;
    }

    /** Whether the next item is a key of the innermost map. */
    boolean expectsKey() {
        return depth > 0 && isMap[depth - 1] && (left[depth - 1] & 1) == 0;
    }

    /** Opens an array of {@code count} items or a map of {@code count} pairs, at least one. */
    void open(int count, boolean map) {
        left[depth] = map ? Math.multiplyExact(count, 2) : count;
        isMap[depth] = map;
        keyTo[depth] = 0;
        depth++;
    }

    /**
     * Takes down the key that stands in {@code bytes}, and answers how the key before compares with it: below 0 in order,
     * 0 the same, above 0 out of order.
     */
    int nextKey(byte[] bytes, int from, int to) {
        int top = depth - 1;
        int order = keyTo[top] == 0 ? -1 : Arrays.compareUnsigned(bytes, keyFrom[top], keyTo[top], bytes, from, to);
        keyFrom[top] = from;
        keyTo[top] = to;
        return order;
    }

    /** Counts an item, and closes the arrays and maps of which it was the last. */
    void completed() {
        while (depth > 0 && --left[depth - 1] == 0) {
            depth--;
        }
    }
}
