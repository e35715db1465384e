package org.vitaledger.core.note;

import java.util.OptionalLong;

/** What a note says about one key. */
public sealed interface SignatureCheck {
    /** No signature in the note claims to be the key's. */
    record Absent() implements SignatureCheck {}

    /** A signature claims to be the key's, and is not: the whole note is not to be trusted. */
    record Invalid() implements SignatureCheck {}

    /**
     * The key signed the note.
     *
     * @param posixSeconds when, as a cosignature tells it; an ML-DSA-44 cosigner may tell 0 for no statement
     */
    record Valid(OptionalLong posixSeconds) implements SignatureCheck {}
}
