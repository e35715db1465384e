package org.vitaledger.core.cbor;

/**
 * The input is not what the reader accepts. Carries a reason and a position, never content; has no stack trace, because
 * hostile input must stay cheap to refuse.
 */
public final class CborRejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final int position;

    /** Why input is refused. */
    public enum Reason {
        /** The input ends before the item, or before the length it announces. */
        TRUNCATED,
        /** Bytes follow the last item. */
        TRAILING,
        /** Reserved additional information, a break outside, or a simple value in a form it may not have. */
        MALFORMED,
        /** An indefinite length. */
        INDEFINITE_LENGTH,
        /** Not the deterministic encoding: a longer form than needed, or map keys out of order. */
        NON_CANONICAL,
        /** A map holds a key twice. */
        DUPLICATE_KEY,
        /** More than {@link CborReader#MAX_DEPTH} arrays and maps inside each other. */
        TOO_DEEP,
        /** An integer, string or collection beyond what the caller takes. */
        TOO_LARGE,
        /** A string or array of another size than the caller asked for. */
        WRONG_SIZE,
        /** Another type than the caller asked for, or a map key that is neither integer nor string. */
        UNEXPECTED_TYPE,
        /** Text that is not UTF-8. */
        BAD_TEXT
    }

    /** Refuses the input for {@code reason} at byte {@code position}. */
    public CborRejected(Reason reason, int position) {
        super(reason + " at byte " + position, null, false, false);
        this.reason = reason;
        this.position = position;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** The byte at which the reader stood. */
    public int position() {
        return position;
    }
}
