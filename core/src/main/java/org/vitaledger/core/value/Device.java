package org.vitaledger.core.value;

import java.time.Instant;
import java.util.Optional;
import org.vitaledger.core.sign.VerifyingKey;

/**
 * A device as the ledger knows it.
 *
 * @param id who, and the key id of its signatures
 * @param member the institution that enrolled it
 * @param key what its signatures verify under
 * @param patient whom it is worn by or attached to now
 * @param boundSince the time of the block from which on that holds, whole milliseconds
 * @param wornBefore whether it was bound before to a patient who may be another than the present one
 * @param status whether it may deliver
 * @param anchored the sequence numbers that anchors have committed
 */
public record Device(
        DeviceId id,
        MemberId member,
        VerifyingKey key,
        Optional<PatientHandle> patient,
        Instant boundSince,
        boolean wornBefore,
        Status status,
        Sequences anchored) {
    /** Whether a device may deliver. The numbers stand on the ledger. */
    public enum Status {
        /** It may deliver. */
        ACTIVE(1),
        /** It was revoked for good: lost, stolen or broken. */
        REVOKED(2);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        /** The number that stands on the ledger. */
        public int code() {
            return code;
        }
    }

    /** This device, bound to {@code other} or to nobody from {@code since} on. */
    public Device boundTo(Optional<PatientHandle> other, Instant since) {
        boolean isLeft = patient.isPresent() && !patient.equals(other);
        return new Device(id, member, key, other, since, wornBefore || isLeft, status, anchored);
    }

    /** This device, revoked. */
    public Device revoked() {
        return new Device(id, member, key, patient, boundSince, wornBefore, Status.REVOKED, anchored);
    }

    /** This device, with those sequence numbers committed. */
    public Device with(Sequences committed) {
        return new Device(id, member, key, patient, boundSince, wornBefore, status, committed);
    }
}
