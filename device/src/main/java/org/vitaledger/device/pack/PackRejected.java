package org.vitaledger.device.pack;

import org.jspecify.annotations.Nullable;
import org.vitaledger.core.cose.CoseRejected;
import org.vitaledger.core.senml.SenmlRejected;

/** The input is no pack of the wire profile. Carries a reason, never content; has no stack trace. */
public final class PackRejected extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String detail;

    /** Why a pack is refused, in the order in which the checks are made. */
    public enum Reason {
        /** More than 64 KiB. */
        TOO_LARGE,
        /** No COSE_Sign1 that we understand. */
        BAD_ENVELOPE,
        /** No algorithm in the protected header. */
        NO_ALGORITHM,
        /** No key id of 8 bytes in the protected header. */
        NO_DEVICE,
        /** No sequence number from 1 on in the protected header. */
        NO_SEQUENCE,
        /** No list of SenML records that we understand. */
        BAD_CONTENT,
        /** More than 500 records. */
        TOO_MANY_READINGS,
        /** A record without a number, or one with more than 18 digits before the point. */
        NO_NUMBER,
        /** A time that depends on when the pack arrives, or beyond the year 9999. */
        NO_TIME,
        /** A parameter or unit longer than the profile allows. */
        BAD_NAME
    }

    PackRejected(Reason reason) {
        this(reason, "", null);
    }

    PackRejected(CoseRejected cause) {
        this(
                Reason.BAD_ENVELOPE,
                cause.cbor().map(Enum::name).orElse(cause.reason().name()),
                cause);
    }

    PackRejected(SenmlRejected cause) {
        this(
                cause.reason() == SenmlRejected.Reason.TOO_MANY_RECORDS ? Reason.TOO_MANY_READINGS : Reason.BAD_CONTENT,
                cause.cbor().map(Enum::name).orElse(cause.reason().name()),
                cause);
    }

    private PackRejected(Reason reason, String detail, @Nullable Throwable cause) {
        super(detail.isEmpty() ? reason.toString() : reason + ": " + detail, cause, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** The reason of the layer below, for example {@code DUPLICATE_KEY}; may be empty. */
    public String detail() {
        return detail;
    }
}
