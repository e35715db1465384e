package org.vitaledger.api.fhir;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** References to resources of this server, as search values and resources write them. */
final class References {
    private static final Pattern RELATIVE = Pattern.compile("(?:([A-Z][A-Za-z]{1,63})/)?([A-Za-z0-9.-]{1,64})");

    private final String base;

    /** References of a server with the FHIR base address. */
    References(String base) {
        this.base = base;
    }

    /** The id in a reference to a type: {@code id}, {@code Type/id} or the whole address; empty for any other. */
    Optional<String> id(String type, String reference) {
        String relative = reference.startsWith(base + "/") ? reference.substring(base.length() + 1) : reference;
        Matcher matcher = RELATIVE.matcher(relative);
        boolean fits = matcher.matches()
                && (matcher.group(1) == null || matcher.group(1).equals(type));
        return fits ? Optional.of(matcher.group(2)) : Optional.empty();
    }

    /** As {@link #id}, read by {@code parse}, which throws IllegalArgumentException for what is no id of its kind. */
    <T> Optional<T> id(String type, String reference, Function<String, T> parse) {
        return id(type, reference).flatMap(text -> parsed(text, parse));
    }

    /** As {@link #id}, of a reference in a resource: that names its type. */
    <T> Optional<T> typed(String type, String reference, Function<String, T> parse) {
        return reference.contains("/") ? id(type, reference, parse) : Optional.empty();
    }

    /** What {@code parse} makes of something, or empty if it throws IllegalArgumentException. */
    static <S, T> Optional<T> parsed(S text, Function<? super S, ? extends T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
