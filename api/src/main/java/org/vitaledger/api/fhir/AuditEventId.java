package org.vitaledger.api.fhir;

import org.vitaledger.core.value.PatientHandle;

/**
 * The id of an AuditEvent: whose chain, and which number in it.
 *
 * @param patient whose
 * @param number from 1
 */
public record AuditEventId(PatientHandle patient, long number) {
    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if {@code text} is not exactly what {@link #text()} writes
     */
    public static AuditEventId parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0 || !text.substring(dot + 1).matches("[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("an audit event's id is handle.number");
        }
        return new AuditEventId(PatientHandle.parse(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
    }

    /** {@code handle.number}. */
    public String text() {
        return patient.text() + "." + number;
    }
}
