/**
 * FHIR R4 (4.0.1) on the ledger and the vault.
 *
 * <p>FHIR requests enter; resources made from readings, documents, ledger state and audit records leave, or an
 * OperationOutcome. Always: every parameter that is not known is refused, every read goes through the decision point
 * first, and a search answers as a store without the forbidden records would (INV-010).
 */
@NullMarked
package org.vitaledger.api.fhir;

import org.jspecify.annotations.NullMarked;
