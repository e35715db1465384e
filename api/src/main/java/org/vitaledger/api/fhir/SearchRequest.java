package org.vitaledger.api.fhir;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;

/**
 * A search as the client wrote it, checked against {@link SearchTable}: an unknown parameter, modifier, chain or sort is
 * refused, never ignored.
 */
final class SearchRequest {
    static final int DEFAULT_COUNT = 50;
    static final int MAX_COUNT = 500;
    private static final int MAX_VALUES = 200;

    private final String resource;
    private final Map<String, List<List<String>>> values = new LinkedHashMap<>();
    private final Map<String, String> modifiers = new LinkedHashMap<>();
    private final Map<String, String[]> raw;

    private SearchRequest(String resource, Map<String, String[]> raw) {
        this.resource = resource;
        this.raw = raw;
    }

    /**
     * Reads the parameters of a search.
     *
     * @throws RefusedRequest if one is not known or not well-formed
     */
    static SearchRequest of(RequestDetails request) {
        SearchRequest search = new SearchRequest(request.getResourceName(), request.getParameters());
        search.raw.forEach(search::add);
        return search;
    }

    /** The values of a parameter: all of the outer list must match, any of each inner list (FHIR search 3.1.1.3). */
    List<List<String>> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Whether a parameter is there. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The modifier of a parameter. */
    Optional<String> modifier(String name) {
        return Optional.ofNullable(modifiers.get(name));
    }

    /** How many resources a page may have; 0 asks for the total only. */
    int count() {
        Optional<String> count = single("_count");
        if (count.isEmpty()) {
            return DEFAULT_COUNT;
        }
        if (!count.get().matches("[0-9]{1,9}")) {
            throw new RefusedRequest(ApiRefusal.BAD_VALUE, "_count");
        }
        return Math.min(Integer.parseInt(count.get()), MAX_COUNT);
    }

    /** Whether only the number of matches is wanted. */
    boolean countsOnly() {
        return count() == 0 || single("_summary").filter("count"::equals).isPresent();
    }

    /** Whether the number of matches is wanted with the page. */
    boolean wantsTotal() {
        Optional<String> total = single("_total");
        if (!total.map(Set.of("none", "estimate", "accurate")::contains).orElse(true)) {
            throw new RefusedRequest(ApiRefusal.BAD_VALUE, "_total");
        }
        return total.filter("accurate"::equals).isPresent();
    }

    /** Whether the newest come first, which is also the default. */
    boolean newestFirst() {
        Optional<String> sort = single("_sort");
        sort.filter(key -> !SearchTable.SORTS.getOrDefault(resource, Set.of()).contains(key))
                .ifPresent(key -> {
                    throw new RefusedRequest(ApiRefusal.UNKNOWN_PARAMETER, "_sort");
                });
        return !sort.orElse("-date").equals("date");
    }

    /** Whether a token parameter lets a value pass; without the parameter everything passes. */
    boolean admits(String name, String value) {
        return all(name).stream().allMatch(alternatives -> alternatives.contains(value));
    }

    /** Where the page starts. */
    Optional<String> cursor() {
        return single("_cursor");
    }

    /** The parameters as they came, for links. */
    Map<String, String[]> raw() {
        return raw;
    }

    String resource() {
        return resource;
    }

    private Optional<String> single(String name) {
        String[] found = raw.get(name);
        if (found == null) {
            return Optional.empty();
        }
        if (found.length != 1 || found[0].isBlank()) {
            throw new RefusedRequest(ApiRefusal.BAD_VALUE, name);
        }
        return Optional.of(found[0]);
    }

    private void add(String key, String[] found) {
        if (SearchTable.COMMON.contains(key)) {
            return;
        }
        int colon = key.indexOf(':');
        String name = colon < 0 ? key : key.substring(0, colon);
        SearchParameter parameter = SearchTable.find(resource, name)
                .orElseThrow(() -> new RefusedRequest(ApiRefusal.UNKNOWN_PARAMETER, name));
        if (colon >= 0) {
            String modifier = key.substring(colon + 1);
            if (!parameter.modifiers().contains(modifier) || modifiers.containsKey(name) || values.containsKey(name)) {
                throw new RefusedRequest(ApiRefusal.UNKNOWN_MODIFIER, name);
            }
            modifiers.put(name, modifier);
        }
        List<List<String>> parsed = new ArrayList<>();
        for (String value : found) {
            parsed.add(alternatives(name, value));
        }
        values.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(parsed);
    }

    /** Splits at commas that no backslash escapes (FHIR search 3.1.1.4.0.1). */
    private static List<String> alternatives(String name, String value) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                part.append(value.charAt(++i));
            } else if (c == ',') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        if (parts.size() > MAX_VALUES || parts.stream().anyMatch(String::isBlank)) {
            throw new RefusedRequest(ApiRefusal.BAD_VALUE, name);
        }
        return parts;
    }
}
