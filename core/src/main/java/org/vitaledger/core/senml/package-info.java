/**
 * Sensor Measurement Lists (RFC 8428) in CBOR. What enters is the list as a device wrote it, with base fields that apply
 * until they change; what leaves are resolved records that each stand for themselves, or a
 * {@link org.vitaledger.core.senml.SenmlRejected}. Always: numbers are decimal and keep the digits that were sent, and a
 * record that demands to be understood and isn't makes the whole list refused.
 */
@NullMarked
package org.vitaledger.core.senml;

import org.jspecify.annotations.NullMarked;
