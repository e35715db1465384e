/**
 * The one place where reads are decided (INV-004). A caller and a patient enter; a grant leaves, after the audit record
 * of the decision is durable, or the request is refused, after the record of the refusal is. Always: what the answer
 * tells does not depend on data that the caller may not see (INV-010).
 */
@NullMarked
package org.vitaledger.api.access;

import org.jspecify.annotations.NullMarked;
