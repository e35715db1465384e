package org.vitaledger.api.fhir;

import static org.vitaledger.api.fhir.SearchParameter.Type.DATE;
import static org.vitaledger.api.fhir.SearchParameter.Type.REFERENCE;
import static org.vitaledger.api.fhir.SearchParameter.Type.STRING;
import static org.vitaledger.api.fhir.SearchParameter.Type.TOKEN;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The search parameters of each resource type: what the searches accept and the metadata tells. */
final class SearchTable {
    private static final SearchParameter ID = SearchParameter.of("_id", TOKEN, "Ids of the resources");
    private static final SearchParameter PATIENT =
            new SearchParameter("patient", REFERENCE, Set.of(), "The patient, by id");

    /** The parameters by resource type. */
    static final Map<String, List<SearchParameter>> TYPES = Map.of(
            "Observation",
            List.of(
                    ID,
                    PATIENT,
                    new SearchParameter("subject", REFERENCE, Set.of("Patient"), "The patient, by id"),
                    SearchParameter.of("code", TOKEN, "LOINC codes"),
                    SearchParameter.of("date", DATE, "When it was measured"),
                    SearchParameter.of("device", REFERENCE, "The device that measured")),
            "Patient",
            List.of(
                    ID,
                    new SearchParameter(
                            "name", STRING, Set.of("exact", "contains"), "A part of the name, from its start")),
            "Device",
            List.of(ID, SearchParameter.of("status", TOKEN, "active or inactive")),
            "Consent",
            List.of(ID, PATIENT, SearchParameter.of("status", TOKEN, "active or inactive")),
            "AuditEvent",
            List.of(
                    ID,
                    PATIENT,
                    SearchParameter.of("date", DATE, "When access was asked for"),
                    SearchParameter.of("agent", REFERENCE, "Who asked")),
            "Provenance",
            List.of(ID, SearchParameter.of("target", REFERENCE, "The Observation")));

    /** What sorting each resource type offers. */
    static final Map<String, Set<String>> SORTS =
            Map.of("Observation", Set.of("date", "-date"), "AuditEvent", Set.of("date", "-date"));

    /** Parameters of every search: paging and the form of the answer, the latter handled by the FHIR library. */
    static final Set<String> COMMON =
            Set.of("_count", "_sort", "_cursor", "_total", "_format", "_pretty", "_summary", "_elements");

    private SearchTable() {}

    static Optional<SearchParameter> find(String resource, String name) {
        return TYPES.getOrDefault(resource, List.of()).stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst();
    }
}
