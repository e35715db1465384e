package org.vitaledger.core.senml;

import java.util.Optional;
import org.vitaledger.core.cbor.CborRejected;

/** The input is no list of sensor measurements that we understand. Carries a reason, never content; has no stack trace. */
public final class SenmlRejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a list is refused. */
    public enum Reason {
        /** Not well-formed CBOR, or a field of another type than the format says; {@link SenmlRejected#cbor} says more. */
        BAD_CBOR,
        /** No array, or one without records. */
        NO_RECORDS,
        /** More records than the caller takes. */
        TOO_MANY_RECORDS,
        /** A version above 10, or two versions in one list. */
        UNKNOWN_VERSION,
        /** A field that must be understood and isn't: its name ends with an underscore (RFC 8428 section 4.4). */
        NOT_UNDERSTOOD,
        /** A name that is empty or has a character that names may not have (RFC 8428 section 4.5.1). */
        BAD_NAME,
        /** Not a number, infinite, or with an exponent beyond 30. */
        BAD_NUMBER,
        /** More than one value, or fields but no value. */
        NOT_ONE_VALUE
    }

    SenmlRejected(Reason reason) {
        super(reason.toString(), null, false, false);
        this.reason = reason;
    }

    SenmlRejected(CborRejected cause) {
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
