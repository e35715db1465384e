/**
 * The audit trail: who asked to read whose data, and what was decided (ADR 0016).
 *
 * <p>Decisions enter, numbered and durable records leave. A member has one log; its records are the leaves of an RFC 9162
 * tree, and of a tree for each patient, whose roots are anchored together. Always: a patient's numbers have no gaps
 * (INV-011), a record is on disk before its answer leaves (INV-004), no record holds a clinical value, and on the disk
 * nothing of a record can be read without the node's key.
 */
@NullMarked
package org.vitaledger.api.audit;

import org.jspecify.annotations.NullMarked;
