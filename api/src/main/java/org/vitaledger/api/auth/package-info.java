/**
 * Who calls: accounts and services of this node, bearer tokens, scopes.
 *
 * <p>A bearer token enters, a {@link org.vitaledger.api.auth.Caller} or a {@link org.vitaledger.api.auth.TokenRefusal}
 * leaves. Always: a token that expired, was revoked or whose principal was switched off answers no request, whatever the
 * cache holds; secrets are kept as bcrypt hashes only.
 */
@NullMarked
package org.vitaledger.api.auth;

import org.jspecify.annotations.NullMarked;
