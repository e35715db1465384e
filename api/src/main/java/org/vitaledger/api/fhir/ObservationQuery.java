package org.vitaledger.api.fhir;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitaledger.api.access.DecisionPoint;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;

/**
 * What a search for Observations asks for. An empty Optional means any; an empty set means none.
 *
 * @param patients the patients named
 * @param ids the ids named
 * @param codes the LOINC codes named
 * @param devices the devices named
 * @param times measured when
 */
record ObservationQuery(
        Optional<NamedPatients> patients,
        Optional<Set<ReadingId>> ids,
        Optional<Set<String>> codes,
        Optional<Set<DeviceId>> devices,
        TimeSpans times) {

    static ObservationQuery of(SearchRequest search, FhirParts parts) {
        References references = parts.references();
        List<List<String>> patients = Stream.concat(search.all("patient").stream(), search.all("subject").stream())
                .toList();
        return new ObservationQuery(
                NamedPatients.of(patients, references),
                meet(search.all("_id"), value -> References.parsed(value, ReadingId::parse)),
                codes(search),
                meet(search.all("device"), value -> references.id("Device", value, DeviceId::parse)),
                new DateValue(parts.clock().instant()).spans(search.all("date")));
    }

    /** Whether nothing can match, whoever asks. */
    boolean matchesNothing() {
        return ids.map(Set::isEmpty).orElse(false)
                || codes.map(Set::isEmpty).orElse(false)
                || devices.map(Set::isEmpty).orElse(false)
                || times.spans().isEmpty();
    }

    /** Whether a reading matches, but for its patient. */
    boolean matches(Reading reading) {
        return codes.map(set -> set.contains(reading.code())).orElse(true)
                && devices.map(set -> set.contains(reading.id().device())).orElse(true)
                && times.contains(reading.time());
    }

    static PatientHandle patient(References references, String value) {
        return references.id("Patient", value, PatientHandle::parse).orElse(DecisionPoint.NOBODY);
    }

    /** The values that are in every one of the lists; values that {@code parse} does not know match nothing. */
    static <T> Optional<Set<T>> meet(List<List<String>> lists, Function<String, Optional<T>> parse) {
        Optional<Set<T>> met = Optional.empty();
        for (List<String> alternatives : lists) {
            Set<T> set = alternatives.stream()
                    .flatMap(value -> parse.apply(value).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            met.ifPresent(set::retainAll);
            met = Optional.of(set);
        }
        return met;
    }

    /** Codes: {@code code}, {@code system|code}; {@code system|} with LOINC is any, {@code |code} matches nothing here. */
    private static Optional<Set<String>> codes(SearchRequest search) {
        String any = ObservationMapper.LOINC + "|";
        List<List<String>> restricting = search.all("code").stream()
                .filter(alternatives -> !alternatives.contains(any))
                .toList();
        return meet(restricting, value -> {
            int bar = value.indexOf('|');
            boolean loinc = bar < 0 || value.substring(0, bar).equals(ObservationMapper.LOINC);
            return loinc ? Optional.of(value.substring(bar + 1)) : Optional.empty();
        });
    }
}
