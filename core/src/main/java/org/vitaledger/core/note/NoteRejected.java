package org.vitaledger.core.note;

/** A text is not what it claims to be. Tells why, and in which line. */
public final class NoteRejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final int line;

    /** Why a text is refused, in the order in which it is looked for. */
    public enum Reason {
        /** Larger than its kind may be. */
        TOO_LARGE,
        /** Not valid UTF-8. */
        NOT_UTF8,
        /** Holds a control character that its format doesn't allow. */
        CONTROL_CHARACTER,
        /** The first line doesn't name the format. */
        WRONG_HEADER,
        /** Lines are missing, superfluous or not ended by a newline. */
        WRONG_STRUCTURE,
        /** A line has an unknown keyword or the wrong number of items. */
        WRONG_LINE,
        /** More lines of a kind than allowed. */
        TOO_MANY_LINES,
        /** A name is empty, too long, reserved, or has spaces or plus signs. */
        WRONG_NAME,
        /** Not canonical standard base64, or not of the right length. */
        WRONG_BASE64,
        /** Not a decimal number without leading zeros, or out of range. */
        WRONG_NUMBER,
        /** A key or signature type that is unknown or not allowed in this place. */
        WRONG_TYPE,
        /** A key's identifier is not the hash of the key. */
        WRONG_KEY_ID,
        /** A public key stands twice where it may stand once. */
        DUPLICATE_KEY,
        /** A name is defined twice, or a member of two groups. */
        DUPLICATE_NAME,
        /** A name is used before it is defined, or never defined. */
        UNDEFINED_NAME,
        /** A threshold is not between 1 and the number of members. */
        WRONG_THRESHOLD,
        /** There is not exactly one quorum line. */
        WRONG_QUORUM
    }

    /** @param line the line at fault, counted from 1, or 0 for the whole text */
    NoteRejected(Reason reason, int line) {
        super(line == 0 ? reason.name() : reason + " in line " + line);
        this.reason = reason;
        this.line = line;
    }

    NoteRejected(Reason reason) {
        this(reason, 0);
    }

    /** This refusal, of a text that stands in a larger one from {@code line} on. */
    NoteRejected from(int line) {
        return new NoteRejected(reason, this.line == 0 ? line : line + this.line - 1);
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }

    /** The line at fault, counted from 1, or 0 where that can't be said. */
    public int line() {
        return line;
    }
}
