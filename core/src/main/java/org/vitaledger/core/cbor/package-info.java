/**
 * Strict, bounded CBOR (RFC 8949). What enters is a byte array of any origin, what leaves are integers, strings and the
 * shape around them, or a {@link org.vitaledger.core.cbor.CborRejected} with its reason. Always: nothing is allocated for
 * a length that the input doesn't have, nesting is bounded, a map never holds a key twice, and what
 * {@link org.vitaledger.core.cbor.CborWriter} writes is the one deterministic encoding (RFC 8949 section 4.2.1) that
 * {@link org.vitaledger.core.cbor.CborReader#deterministic} accepts.
 */
@NullMarked
package org.vitaledger.core.cbor;

import org.jspecify.annotations.NullMarked;
