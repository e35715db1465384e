package org.vitaledger.vault.sort;

import java.util.Arrays;

/** Reads the items of one run in order. For one thread. */
final class RunReader {
    private final Run run;
    private byte[] buffer;
    private long next;
    private int from;
    private int until;

    /** Stands before the first item whose key is not below {@code key}. */
    RunReader(Run run, byte[] key, int bufferBytes) {
        this.run = run;
        this.buffer = new byte[bufferBytes];
        this.next = run.before(key);
        while (present() && Arrays.compareUnsigned(buffer, keyStart(), keyEnd(), key, 0, key.length) < 0) {
            advance();
        }
    }

    /** Whether there is an item here; if so, all of it is in the buffer. */
    boolean present() {
        return ensure(Items.LENGTHS) && ensure(length());
    }

    /** Goes to the next item. */
    void advance() {
        from += length();
    }

    byte[] buffer() {
        return buffer;
    }

    /** Where in the buffer the item starts. */
    int offset() {
        return from;
    }

    /** The bytes of the item. */
    int length() {
        return valueEnd() - from;
    }

    int keyStart() {
        return from + Items.LENGTHS;
    }

    int keyEnd() {
        return keyStart() + Items.int32(buffer, from);
    }

    int valueEnd() {
        return keyEnd() + Items.int32(buffer, from + Integer.BYTES);
    }

    private boolean ensure(int bytes) {
        if (until - from >= bytes) {
            return true;
        }
        byte[] target = bytes > buffer.length ? new byte[bytes] : buffer;
        System.arraycopy(buffer, from, target, 0, until - from);
        buffer = target;
        until -= from;
        from = 0;
        int read = run.read(next, buffer, until);
        next += read;
        until += read;
        return until >= bytes;
    }
}
