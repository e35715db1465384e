package org.vitaledger.core.cbor;

/** What the next data item is (RFC 8949 section 3.1), told before it is read. */
public enum CborType {
    /** Major type 0. */
    UNSIGNED,
    /** Major type 1. */
    NEGATIVE,
    /** Major type 2. */
    BYTES,
    /** Major type 3. */
    TEXT,
    /** Major type 4. */
    ARRAY,
    /** Major type 5. */
    MAP,
    /** Major type 6. */
    TAG,
    /** False or true. */
    BOOLEAN,
    /** Null. */
    NULL,
    /** Half, single or double precision. */
    FLOAT,
    /** Undefined and the unassigned simple values. */
    SIMPLE;

    static CborType of(int head) {
        return switch (head >>> 5) {
            case 0 -> UNSIGNED;
            case 1 -> NEGATIVE;
            case 2 -> BYTES;
            case 3 -> TEXT;
            case 4 -> ARRAY;
            case 5 -> MAP;
            case 6 -> TAG;
            default ->
                switch (head & 0x1f) {
                    case 20, 21 -> BOOLEAN;
                    case 22 -> NULL;
                    case 25, 26, 27 -> FLOAT;
                    default -> SIMPLE;
                };
        };
    }
}
