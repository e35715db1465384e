/**
 * What the API says when it does not do what was asked. Refusals, faults and denials enter; an HTTP status and a FHIR
 * OperationOutcome with a stable code and a remedy leave, by one table. Always: no stack trace, no patient data, and
 * nothing that tells a forbidden record from an absent one (INV-009, INV-010).
 */
@NullMarked
package org.vitaledger.api.error;

import org.jspecify.annotations.NullMarked;
