/**
 * Signatures: keys as raw bytes in their standards' encodings, and one place that talks to the Java security providers.
 * Malformed keys are refused when a {@link org.vitaledger.core.sign.VerifyingKey} is made; verification never throws on
 * hostile input, it answers false.
 */
@NullMarked
package org.vitaledger.core.sign;

import org.jspecify.annotations.NullMarked;
