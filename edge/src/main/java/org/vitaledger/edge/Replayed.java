package org.vitaledger.edge;

import org.vitaledger.edge.admit.AdmissionRefusal;

/** What became of something in quarantine that was taken in again. */
public sealed interface Replayed {
    /** It is accepted, and durable. */
    record Accepted() implements Replayed {}

    /** It was accepted before, and is durable. */
    record Known() implements Replayed {}

    /**
     * It is refused again, and stays in quarantine.
     *
     * @param refusal why, which may be another reason than the first time
     */
    record Refused(AdmissionRefusal refusal) implements Replayed {}

    /** It can't be taken in or decided about at present; it stays in quarantine. */
    record NotNow() implements Replayed {}
}
