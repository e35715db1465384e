/**
 * The node's HTTP interface: FHIR R4, OAuth 2.0, proofs, the ledger's public log, and the operator's pages behind one
 * port.
 *
 * <p>HTTP requests enter, responses leave; {@link org.vitaledger.api.ApiServer} starts it all on a ledger and a vault.
 * Always: every read was decided by the access contract and recorded before its answer left (INV-004), and an answer
 * tells nothing about what the caller may not see (INV-010). Types of the FHIR library stay in here.
 */
@NullMarked
package org.vitaledger.api;

import org.jspecify.annotations.NullMarked;
