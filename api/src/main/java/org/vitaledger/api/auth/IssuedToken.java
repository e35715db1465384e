package org.vitaledger.api.auth;

/**
 * A token as it goes out.
 *
 * @param value what its holder sends along
 * @param id its {@code jti}
 * @param grant what it says
 */
public record IssuedToken(String value, String id, TokenGrant grant) {
    @Override
    public String toString() {
        return "IssuedToken[" + id + "]";
    }
}
