package org.vitaledger.core.contract;

import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.PatientHandle;

/**
 * The state of one patient's audit records at one member.
 *
 * @param patient whose records
 * @param count how many there are, from 1
 * @param root the RFC 9162 root over them, in the order of their numbers
 */
public record AuditHead(PatientHandle patient, long count, Hash root) {
    public AuditHead {
        if (count < 1) {
            throw new IllegalArgumentException("an audit head counts at least one record");
        }
    }
}
