package org.vitaledger.api.auth;

import java.time.Instant;

/**
 * What a token with a signature of ours says.
 *
 * @param caller who calls
 * @param client the client that it was issued to
 * @param issued when it was issued
 * @param credential which password, secret or keys its actor had then
 */
public record VerifiedToken(Caller caller, String client, Instant issued, String credential) {}
