package org.vitaledger.api.auth;

/** What the check of a bearer token comes to. */
public sealed interface TokenVerdict {
    /**
     * It counts.
     *
     * @param caller who calls
     */
    record Accepted(Caller caller) implements TokenVerdict {}

    /**
     * It does not count.
     *
     * @param reason why
     */
    record Refused(TokenRefusal reason) implements TokenVerdict {}
}
