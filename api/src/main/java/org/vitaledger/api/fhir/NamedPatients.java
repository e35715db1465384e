package org.vitaledger.api.fhir;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitaledger.core.value.PatientHandle;

/**
 * The patients whom a search names. A parameter that comes twice must match twice (FHIR R4 search 3.1.1.3), so what
 * matches may be fewer than were named; all who were named are decided on.
 *
 * @param named every patient named; those that can't be ids stand as {@code DecisionPoint.NOBODY}
 * @param met those in every one of the parameters
 */
record NamedPatients(Set<PatientHandle> named, Set<PatientHandle> met) {
    NamedPatients {
        named = Set.copyOf(named);
        met = Set.copyOf(met);
    }

    /** The patients in the values of one parameter or of several that mean the same; empty if there are no values. */
    static Optional<NamedPatients> of(List<List<String>> lists, References references) {
        return ObservationQuery.meet(lists, value -> Optional.of(ObservationQuery.patient(references, value)))
                .map(met -> {
                    Set<PatientHandle> named = new LinkedHashSet<>();
                    lists.forEach(
                            values -> values.forEach(value -> named.add(ObservationQuery.patient(references, value))));
                    return new NamedPatients(named, met);
                });
    }
}
