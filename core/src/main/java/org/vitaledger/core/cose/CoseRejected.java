package org.vitaledger.core.cose;

import java.util.Optional;
import org.vitaledger.core.cbor.CborRejected;

/** The input is not a COSE_Sign1 that we understand. Carries a reason, never content; has no stack trace. */
public final class CoseRejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a message is refused, in the order in which the checks are made. */
    public enum Reason {
        /** Not well-formed CBOR; {@link CoseRejected#cbor} says more. */
        BAD_CBOR,
        /** A tag other than 18, or not an array of four. */
        NOT_SIGN1,
        /** A header parameter has a value of another type than its definition says, or stands in both headers. */
        BAD_HEADER,
        /** The parameter crit names a header parameter that we don't know. */
        UNKNOWN_CRITICAL,
        /** No algorithm, or none that we know. */
        UNKNOWN_ALGORITHM,
        /** The payload is somewhere else. */
        DETACHED_PAYLOAD
    }

    CoseRejected(Reason reason) {
        super(reason.toString(), null, false, false);
        this.reason = reason;
    }

    CoseRejected(CborRejected cause) {
        super(Reason.BAD_CBOR + ": " + cause.getMessage(), cause, false, false);
        this.reason = Reason.BAD_CBOR;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** What is wrong with the CBOR, if that is the reason. */
    public Optional<CborRejected.Reason> cbor() {
        return getCause() instanceof CborRejected rejected ? Optional.of(rejected.reason()) : Optional.empty();
    }
}
