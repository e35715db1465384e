package org.vitaledger.ledger.stamp;

import java.time.Instant;

/** What the verifier says of a time stamp. */
public sealed interface TimeStampVerdict {
    /**
     * The authority signed that it saw the bytes.
     *
     * @param time when, as the authority tells it
     * @param serial the stamp's number at the authority
     * @param policy the object identifier of the authority's policy
     * @param authority the subject of its certificate
     */
    record Proved(Instant time, String serial, String policy, String authority) implements TimeStampVerdict {}

    /**
     * It proves nothing.
     *
     * @param detail why, in words
     */
    record Refuted(String detail) implements TimeStampVerdict {}
}
