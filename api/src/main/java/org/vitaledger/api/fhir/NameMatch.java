package org.vitaledger.api.fhir;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PrimitiveType;

/**
 * The search parameter name (FHIR R4 search 3.1.1.4.8): a part of the name that starts with the value, whatever the case
 * and accents; with {@code :contains} anywhere, with {@code :exact} exactly.
 */
final class NameMatch {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private final List<List<String>> wanted;
    private final String modifier;

    NameMatch(SearchRequest search) {
        this.wanted = search.all("name");
        this.modifier = search.modifier("name").orElse("");
    }

    boolean matches(Patient patient) {
        List<String> parts =
                patient.getName().stream().flatMap(NameMatch::parts).toList();
        return wanted.stream()
                .allMatch(alternatives ->
                        alternatives.stream().anyMatch(value -> parts.stream().anyMatch(part -> matches(part, value))));
    }

    private boolean matches(String part, String value) {
        return switch (modifier) {
            case "exact" -> part.equals(value);
            case "contains" -> folded(part).contains(folded(value));
            default -> folded(part).startsWith(folded(value));
        };
    }

    private static Stream<String> parts(HumanName name) {
        Stream<String> lists = Stream.of(name.getGiven(), name.getPrefix(), name.getSuffix())
                .flatMap(List::stream)
                .map(PrimitiveType::getValue);
        return Stream.concat(lists, Stream.of(name.getFamily(), name.getText()))
                .filter(part -> part != null && !part.isEmpty());
    }

    private static String folded(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }
}
