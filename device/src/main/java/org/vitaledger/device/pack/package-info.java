/**
 * The wire profile between device and gateway: measurements as SenML in CBOR (RFC 8428), signed as COSE_Sign1 (RFC 9052)
 * with the device's id as key id (label 4) and its running number (label -70001) in the protected header. What enters on
 * the device's side are measurements, on the gateway's side bytes of any origin; what leaves are signed packs, or
 * measurements, or a {@link org.vitaledger.device.pack.PackRejected}. Always: a pack has at most 64 KiB and 500
 * measurements, each a decimal number with an absolute time, so that nothing about it depends on when it arrives.
 */
@NullMarked
package org.vitaledger.device.pack;

import org.jspecify.annotations.NullMarked;
