package org.vitaledger.api.index;

/**
 * Where a head of a patient's audit records is anchored.
 *
 * @param count how many records it covers
 * @param entry the index of its entry in the log
 */
public record AuditAnchor(long count, long entry) {}
