package org.vitaledger.core.cbor;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborRejected.Reason;

/**
 * Reads definite-length CBOR (RFC 8949) from a byte array, item by item, without building a tree. The reader counts the
 * items of open arrays and maps itself: after {@link #readArray} the caller reads as many items, after {@link #readMap}
 * as many keys and values, and finally calls {@link #end}.
 *
 * <p>Every method that reads throws {@link CborRejected} for input that it doesn't accept; the reader is useless
 * afterwards. The input is not copied and must not change meanwhile. For one thread.
 */
public final class CborReader {
    /** Arrays and maps that may be open inside each other. */
    public static final int MAX_DEPTH = 16;

    private final byte[] input;
    private final int limit;
    private final boolean deterministic;
    private int position;

    private boolean afterTag;
    private final Nesting nesting = new Nesting();

    /** The keys of the open maps, where they may come in any order. */
    private final @Nullable MapKeys[] keys;

    private CborReader(byte[] input, int offset, int length, boolean deterministic) {
        this.input = input;
        this.position = offset;
        this.limit = offset + length;
        this.deterministic = deterministic;
        this.keys = new MapKeys[deterministic ? 0 : MAX_DEPTH];
    }

    /** A reader that accepts only the core deterministic encoding (RFC 8949 section 4.2.1). */
    public static CborReader deterministic(byte[] input) {
        return new CborReader(input, 0, input.length, true);
    }

    /**
     * A reader that accepts any well-formed encoding of definite length: longer forms than needed, map keys in any order.
     * For formats of others whose exact bytes are kept anyway.
     */
    public static CborReader wellFormed(byte[] input) {
        return wellFormed(input, 0, input.length);
    }

    /** Like {@link #wellFormed(byte[])}, over a part of {@code input}. */
    public static CborReader wellFormed(byte[] input, int offset, int length) {
        if (offset < 0 || length < 0 || offset > input.length - length) {
            throw new IndexOutOfBoundsException();
        }
        return new CborReader(input, offset, length, false);
    }

    /** A reader of what is unread here, which leaves this one where it stands: for items that may turn out not to be wanted. */
    public CborReader ahead() {
        return new CborReader(input, position, limit - position, deterministic);
    }

    /** The type of the next item, which stays unread. */
    public CborType peek() throws CborRejected {
        if (position >= limit) {
            throw rejected(Reason.TRUNCATED);
        }
        return CborType.of(input[position] & 0xff);
    }

    /** Reads an integer between -2<sup>63</sup> and 2<sup>63</sup>-1. */
    public long readLong() throws CborRejected {
        int start = position;
        int head = head();
        if (head >>> 5 > 1) {
            throw rejected(Reason.UNEXPECTED_TYPE);
        }
        long argument = argument(head);
        if (argument < 0) {
            throw rejected(Reason.TOO_LARGE);
        }
        completed(start);
        return head >>> 5 == 0 ? argument : -1 - argument;
    }

    /** Reads an integer between 0 and 2<sup>63</sup>-1. */
    public long readUnsigned() throws CborRejected {
        return readUnsigned(Long.MAX_VALUE);
    }

    /** Reads an integer between 0 and {@code max}. */
    public long readUnsigned(long max) throws CborRejected {
        require(0);
        long value = readLong();
        if (value > max) {
            throw rejected(Reason.TOO_LARGE);
        }
        return value;
    }

    /** Reads an integer between 0 and 2<sup>31</sup>-1. */
    public int readInt() throws CborRejected {
        return (int) readUnsigned(Integer.MAX_VALUE);
    }

    /** Reads a byte string. */
    public Bytes readBytes() throws CborRejected {
        int length = readByteRange();
        return Bytes.of(input, position - length, length);
    }

    /** Reads a byte string of exactly {@code size} bytes. */
    public Bytes readBytes(int size) throws CborRejected {
        Bytes bytes = readBytes();
        if (bytes.size() != size) {
            throw rejected(Reason.WRONG_SIZE);
        }
        return bytes;
    }

    /** Reads a byte string into an array of its own. */
    public byte[] readByteArray() throws CborRejected {
        int length = readByteRange();
        return Arrays.copyOfRange(input, position - length, position);
    }

    /** Reads a byte string without copying it; its content are the returned number of bytes before {@link #position}. */
    public int readByteRange() throws CborRejected {
        int start = position;
        int length = stringLength(2);
        position += length;
        completed(start);
        return length;
    }

    /** Reads text; what is not UTF-8 is refused. */
    public String readText() throws CborRejected {
        int start = position;
        int length = stringLength(3);
        String text = Utf8.decode(input, position, length);
        if (text == null) {
            throw rejected(Reason.BAD_TEXT);
        }
        position += length;
        completed(start);
        return text;
    }

    /** Reads ASCII text into the beginning of {@code to}, and returns its length; what doesn't fit is refused. */
    public int readAscii(byte[] to) throws CborRejected {
        int start = position;
        int length = stringLength(3);
        if (length > to.length) {
            throw rejected(Reason.WRONG_SIZE);
        }
        if (!Utf8.isAscii(input, position, length)) {
            throw rejected(Reason.BAD_TEXT);
        }
        System.arraycopy(input, position, to, 0, length);
        position += length;
        completed(start);
        return length;
    }

    /** Enters an array and returns the number of its items. */
    public int readArray() throws CborRejected {
        require(4);
        return enter(false);
    }

    /** Enters an array that must have {@code size} items. */
    public void readArray(int size) throws CborRejected {
        if (readArray() != size) {
            throw rejected(Reason.WRONG_SIZE);
        }
    }

    /** Enters a map and returns the number of its pairs. */
    public int readMap() throws CborRejected {
        require(5);
        return enter(true);
    }

    /** Reads a tag; the tagged item follows. */
    public long readTag() throws CborRejected {
        require(6);
        long tag = argument(head());
        if (tag < 0) {
            throw rejected(Reason.TOO_LARGE);
        }
        afterTag = true;
        return tag;
    }

    /** Reads false or true. */
    public boolean readBoolean() throws CborRejected {
        int start = position;
        int head = head();
        if (head != 0xf4 && head != 0xf5) {
            throw rejected(Reason.UNEXPECTED_TYPE);
        }
        completed(start);
        return head == 0xf5;
    }

    /** Reads null. */
    public void readNull() throws CborRejected {
        int start = position;
        if (head() != 0xf6) {
            throw rejected(Reason.UNEXPECTED_TYPE);
        }
        completed(start);
    }

    /** Reads a floating-point number of any precision; for values of others, nothing of ours is written so. */
    public double readDouble() throws CborRejected {
        int head = position < limit ? input[position] & 0xff : 0;
        return Floats.value(head, floatBits());
    }

    /**
     * Reads a floating-point number of any precision as the shortest decimal that means the same at that precision,
     * without zeros at its end; nothing if it is infinite or not a number.
     */
    public Optional<BigDecimal> readShortest() throws CborRejected {
        int head = position < limit ? input[position] & 0xff : 0;
        return Floats.decimal(head, floatBits());
    }

    private long floatBits() throws CborRejected {
        int start = position;
        int head = head();
        if (CborType.of(head) != CborType.FLOAT) {
            throw rejected(Reason.UNEXPECTED_TYPE);
        }
        long bits = fixed(1 << (head - 0xf8));
        if (deterministic && !Floats.isShortest(head, bits)) {
            throw rejected(Reason.NON_CANONICAL);
        }
        completed(start);
        return bits;
    }

    /** Reads the next item, whatever it is, with everything inside it, checking it just the same. */
    public void skip() throws CborRejected {
        int outside = nesting.depth();
        do {
            skipOne();
        } while (nesting.depth() > outside || afterTag);
    }

    /** The index of the next byte, to cut out the encoded form of an item. */
    public int position() {
        return position;
    }

    /** Says that nothing more is expected; refuses trailing bytes and unread items. */
    public void end() throws CborRejected {
        if (nesting.depth() > 0 || afterTag) {
            throw rejected(position < limit ? Reason.WRONG_SIZE : Reason.TRUNCATED);
        }
        if (position != limit) {
            throw rejected(Reason.TRAILING);
        }
    }

    private void skipOne() throws CborRejected {
        switch (peek()) {
            case UNSIGNED, NEGATIVE -> {
                int start = position;
                argument(head());
                completed(start);
            }
            case BYTES -> readByteRange();
            case TEXT -> {
                int start = position;
                int length = stringLength(3);
                if (!Utf8.isValid(input, position, length)) {
                    throw rejected(Reason.BAD_TEXT);
                }
                position += length;
                completed(start);
            }
            case ARRAY -> enter(false);
            case MAP -> enter(true);
            case TAG -> {
                argument(head());
                afterTag = true;
            }
            case BOOLEAN, NULL, SIMPLE -> {
                int start = position;
                simple(head());
                completed(start);
            }
            case FLOAT -> readDouble();
        }
    }

    private void simple(int head) throws CborRejected {
        int info = head & 0x1f;
        if (info == 24) {
            if (fixed(1) < 32) {
                throw rejected(Reason.MALFORMED);
            }
        } else if (info > 24) {
            throw rejected(Reason.MALFORMED);
        }
    }

    private void require(int major) throws CborRejected {
        if (position < limit && (input[position] & 0xff) >>> 5 != major) {
            throw rejected(Reason.UNEXPECTED_TYPE);
        }
    }

    private int head() throws CborRejected {
        if (position >= limit) {
            throw rejected(Reason.TRUNCATED);
        }
        int head = input[position] & 0xff;
        if (head >>> 5 > 3 && nesting.expectsKey()) {
            throw rejected(Reason.UNEXPECTED_TYPE);
        }
        position++;
        return head;
    }

    private long argument(int head) throws CborRejected {
        int info = head & 0x1f;
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            boolean indefinite = info == 31 && head >>> 5 >= 2 && head >>> 5 <= 5;
            throw rejected(indefinite ? Reason.INDEFINITE_LENGTH : Reason.MALFORMED);
        }
        int size = 1 << (info - 24);
        long value = fixed(size);
        if (deterministic && value >= 0 && (size == 1 ? value < 24 : value >>> (size << 2) == 0)) {
            throw rejected(Reason.NON_CANONICAL);
        }
        return value;
    }

    private long fixed(int size) throws CborRejected {
        if (limit - position < size) {
            throw rejected(Reason.TRUNCATED);
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | (input[position++] & 0xff);
        }
        return value;
    }

    private int stringLength(int major) throws CborRejected {
        require(major);
        long length = argument(head());
        if (length < 0 || length > limit - position) {
            throw rejected(Reason.TRUNCATED);
        }
        return (int) length;
    }

    private int enter(boolean map) throws CborRejected {
        int start = position;
        long count = argument(head());
        int room = limit - position;
        if (count < 0 || count > (map ? room >> 1 : room)) {
            throw rejected(Reason.TRUNCATED);
        }
        if (count == 0) {
            completed(start);
            return 0;
        }
        if (nesting.isFull()) {
            throw rejected(Reason.TOO_DEEP);
        }
        if (!deterministic) {
            keys[nesting.depth()] = map ? new MapKeys() : null;
        }
        nesting.open((int) count, map);
        afterTag = false;
        return (int) count;
    }

    /** An item that began at {@code start} is read. */
    private void completed(int start) throws CborRejected {
        afterTag = false;
        if (nesting.expectsKey()) {
            key(start);
        }
        nesting.completed();
    }

    private void key(int start) throws CborRejected {
        MapKeys seen = deterministic ? null : keys[nesting.depth() - 1];
        if (seen != null) {
            if (!isNew(seen, start)) {
                throw rejected(Reason.DUPLICATE_KEY);
            }
            return;
        }
        int order = nesting.nextKey(input, start, position);
        if (order >= 0) {
            throw rejected(order == 0 ? Reason.DUPLICATE_KEY : Reason.NON_CANONICAL);
        }
    }

    private boolean isNew(MapKeys seen, int start) throws CborRejected {
        int end = position;
        position = start;
        int head = head();
        long argument = argument(head);
        int from = position;
        position = end;
        return head >>> 5 < 2
                ? seen.addInteger(head >>> 5 == 1, argument)
                : seen.addString(head >>> 5 == 3, input, from, end);
    }

    private CborRejected rejected(Reason reason) {
        return new CborRejected(reason, position);
    }
}
