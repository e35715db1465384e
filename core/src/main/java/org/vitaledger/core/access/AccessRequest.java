package org.vitaledger.core.access;

import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;

/**
 * A wish to read one patient's data.
 *
 * @param principal who
 * @param role as what
 * @param purpose what for
 * @param patient whose
 */
public record AccessRequest(PrincipalId principal, Role role, Purpose purpose, PatientHandle patient) {}
