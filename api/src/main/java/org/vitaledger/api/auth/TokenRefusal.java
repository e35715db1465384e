package org.vitaledger.api.auth;

/** Why a bearer token does not count, in the order in which the checks run (RFC 6750 section 3.1). */
public enum TokenRefusal {
    /** There is none. */
    MISSING,
    /** It is not a JWT of ours: not parsable, another algorithm, claims missing, from another issuer. */
    MALFORMED,
    /** The signature is not ours. */
    BAD_SIGNATURE,
    /** Its time is over. */
    EXPIRED,
    /** It was revoked (RFC 7009). */
    REVOKED,
    /** Its principal is not known here any more, was switched off, has another role or another password. */
    ACTOR_DISABLED
}
