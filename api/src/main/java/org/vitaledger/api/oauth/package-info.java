/**
 * The node's own authorization server (OAuth 2.0): authorization code with PKCE for the console, client credentials for
 * services, introspection (RFC 7662) and revocation (RFC 7009), on Spring Security without Boot.
 *
 * <p>Passwords, secrets and signed assertions enter, access tokens leave. Always: an assertion counts once, keys are
 * registered beforehand and never fetched, and a revoked token is refused by everything that accepts tokens.
 */
@NullMarked
package org.vitaledger.api.oauth;

import org.jspecify.annotations.NullMarked;
