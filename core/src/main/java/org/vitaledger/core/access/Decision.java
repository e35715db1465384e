package org.vitaledger.core.access;

/** What the access contract decides. */
public sealed interface Decision {
    /**
     * Access is permitted.
     *
     * @param grant what may be opened
     */
    record Permit(Grant grant) implements Decision {}

    /**
     * Access is denied.
     *
     * @param reason why
     */
    record Deny(DenyReason reason) implements Decision {}
}
