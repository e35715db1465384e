/**
 * The audit trail: who asked to read whose data, and what was decided.
 *
 * <p>Decisions enter, numbered and durable records leave; per patient they are the leaves of an RFC 9162 tree whose head
 * is anchored on the ledger. Always: a patient's numbers have no gaps (INV-011), a record is on disk before its answer
 * leaves (INV-004), and no record holds a clinical value.
 */
@NullMarked
package org.vitaledger.api.audit;

import org.jspecify.annotations.NullMarked;
