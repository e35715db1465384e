package org.vitaledger.api.auth;

import java.time.Instant;
import org.vitaledger.core.value.Purpose;

/**
 * What a new access token is to say.
 *
 * @param actor who it is for
 * @param scopes what it allows
 * @param purpose what for
 * @param issued from when on it counts
 * @param expires when it ends
 */
public record TokenGrant(Actor actor, Scopes scopes, Purpose purpose, Instant issued, Instant expires) {
    public TokenGrant {
        if (!issued.isBefore(expires)) {
            throw new IllegalArgumentException("a token ends after it begins");
        }
    }
}
