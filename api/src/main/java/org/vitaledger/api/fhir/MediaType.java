package org.vitaledger.api.fhir;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A media type or range as headers and {@code _format} have it.
 *
 * @param type lower case, without parameters
 * @param parameters lower case
 */
record MediaType(String type, List<String> parameters) {
    private static final Set<String> RESOURCES = Set.of(
            "application/fhir+json",
            "application/json",
            "text/json",
            "application/json+fhir",
            "application/fhir+xml",
            "application/xml",
            "text/xml",
            "application/xml+fhir");
    private static final Set<String> RANGES = Set.of("*/*", "application/*", "text/*", "text/html", "");
    private static final Set<String> SHORT = Set.of("json", "xml");
    private static final String VERSION = "4.0";

    MediaType {
        parameters = List.copyOf(parameters);
    }

    static MediaType parse(String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split(";", -1);
        return new MediaType(
                parts[0].strip(),
                Arrays.stream(parts).skip(1).map(String::strip).toList());
    }

    /** Whether a resource can be read from a body of this type. */
    boolean isResource() {
        return RESOURCES.contains(type) && isThisVersion();
    }

    /** Whether a resource can be written for a client that accepts this. */
    boolean canAnswer() {
        boolean refused = parameters.stream().anyMatch(parameter -> parameter.matches("q=0(\\.0*)?"));
        return !refused && (RANGES.contains(type) || RESOURCES.contains(type)) && isThisVersion();
    }

    /** Whether it is a value of {@code _format} that can be answered; a plus may have become a space on its way. */
    boolean isFormat() {
        return (SHORT.contains(type) || RESOURCES.contains(type.replace(' ', '+'))) && isThisVersion();
    }

    /** A type of another version of FHIR is another type (FHIR R4 http 3.1.0.1.10.1). */
    private boolean isThisVersion() {
        return parameters.stream()
                .filter(parameter -> parameter.startsWith("fhirversion="))
                .map(parameter ->
                        parameter.substring(parameter.indexOf('=') + 1).replace("\"", ""))
                .allMatch(VERSION::equals);
    }
}
