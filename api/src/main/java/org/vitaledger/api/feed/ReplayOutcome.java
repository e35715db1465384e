package org.vitaledger.api.feed;

/**
 * What became of a refused packet that was taken in again.
 *
 * @param what in one word
 * @param reason the stable name of the reason why it is refused again; else empty
 */
public record ReplayOutcome(What what, String reason) {
    /** The words. */
    public enum What {
        /** It is accepted, and durable. */
        ACCEPTED,
        /** It was accepted before. */
        KNOWN,
        /** It is refused again, and stays where it is. */
        REFUSED,
        /** It can't be taken in at present, and stays where it is. */
        NOT_NOW
    }
}
