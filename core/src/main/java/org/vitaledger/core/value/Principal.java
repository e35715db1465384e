package org.vitaledger.core.value;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who may act, vouched for by one member.
 *
 * @param id who
 * @param member the institution that vouches
 * @param roles what they may act as, not empty
 * @param self the handle that is the principal's own, present exactly for patients
 * @param active false once the member has withdrawn them
 */
public record Principal(
        PrincipalId id, MemberId member, Set<Role> roles, Optional<PatientHandle> self, boolean active) {
    public Principal {
        if (roles.isEmpty() || roles.contains(Role.PATIENT) != self.isPresent()) {
            throw new IllegalArgumentException("a principal has roles, and a patient's has their handle");
        }
        roles = Set.copyOf(EnumSet.copyOf(roles));
    }
}
