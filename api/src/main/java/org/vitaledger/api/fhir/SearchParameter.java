package org.vitaledger.api.fhir;

import java.util.Set;

/**
 * A search parameter that a resource type knows.
 *
 * @param name its name
 * @param type its FHIR search type
 * @param modifiers the modifiers it takes, without colon
 * @param description what it matches, for the metadata
 */
record SearchParameter(String name, Type type, Set<String> modifiers, String description) {
    /** The FHIR search types in use. */
    enum Type {
        DATE,
        REFERENCE,
        STRING,
        TOKEN
    }

    SearchParameter {
        modifiers = Set.copyOf(modifiers);
    }

    static SearchParameter of(String name, Type type, String description) {
        return new SearchParameter(name, type, Set.of(), description);
    }
}
