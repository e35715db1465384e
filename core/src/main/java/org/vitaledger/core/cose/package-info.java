/**
 * COSE_Sign1 (RFC 9052): one signature over one payload. What enters is a signed message of any origin, what leaves is
 * its payload and header, or a {@link org.vitaledger.core.cose.CoseRejected} with its reason. Always: the key decides the
 * algorithm and the message must agree, unknown critical header parameters are refused, and a header that is told as
 * protected was covered by the signature.
 */
@NullMarked
package org.vitaledger.core.cose;

import org.jspecify.annotations.NullMarked;
