package org.vitaledger.api.audit;

import org.vitaledger.core.access.AccessRequest;
import org.vitaledger.core.audit.AuditRecord;

/**
 * An access to be recorded; the log gives it its number.
 *
 * @param request who asked, as what, what for, about whom
 * @param access what was asked for and when
 * @param ruling what was decided
 */
public record AuditEntry(AccessRequest request, AuditRecord.Access access, AuditRecord.Ruling ruling) {}
