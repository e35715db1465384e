package org.vitaledger.api.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.vitaledger.core.access.AccessRequest;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;

/**
 * Which records are wanted.
 *
 * @param patients of these; empty for all
 * @param principals about what these asked for; empty for all
 * @param from asked for at this time or later, whole milliseconds
 * @param to asked for before this time, whole milliseconds
 * @param times asked for at these, within the two
 * @param until that begin before this position in the log; what was recorded since is not told
 */
public record AuditQuery(
        Optional<Set<PatientHandle>> patients,
        Optional<Set<PrincipalId>> principals,
        Instant from,
        Instant to,
        Predicate<Instant> times,
        long until) {
    public AuditQuery {
        patients = patients.map(Set::copyOf);
        principals = principals.map(Set::copyOf);
    }

    /** Whether a record is wanted, wherever it is in the log. */
    public boolean asksFor(AuditRecord record) {
        Instant time = record.access().time();
        AccessRequest request = record.request();
        return patients.map(set -> set.contains(request.patient())).orElse(true)
                && principals.map(set -> set.contains(request.principal())).orElse(true)
                && !time.isBefore(from)
                && time.isBefore(to)
                && times.test(time);
    }
}
