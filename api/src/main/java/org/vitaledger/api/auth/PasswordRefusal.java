package org.vitaledger.api.auth;

/** Why a password is not changed, in the order in which the checks run. */
public enum PasswordRefusal {
    /** Too many wrong ones were given lately. */
    CLOSED,
    /** The present password is another. */
    WRONG,
    /** The new one is too easy to guess. */
    WEAK,
    /** The new one is the present one. */
    UNCHANGED
}
