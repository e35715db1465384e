package org.vitaledger.api.auth;

import java.util.Set;

/**
 * The public OAuth client that the web console is: authorization code with PKCE (RFC 7636), no secret.
 *
 * @param redirectUris where the browser may be sent back to, matched exactly
 */
public record ConsoleClient(Set<String> redirectUris) {
    /** The client id of the console. */
    public static final String ID = "console";

    public ConsoleClient {
        redirectUris = Set.copyOf(redirectUris);
    }
}
