package org.vitaledger.api.auth;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitaledger.core.value.Role;

/**
 * What a token allows its holder to ask for: scopes of SMART App Launch 2.2 ({@code user/Observation.rs}), the older
 * {@code .read}, {@code .write}, {@code .*}, and {@link #OPS} for the operator's pages. A scope only narrows: what the
 * role and the consents do not permit stays denied.
 *
 * @param values the scope strings
 */
public record Scopes(Set<String> values) {
    /** The scope of the operator's requests. */
    public static final String OPS = "ops";

    private static final List<String> TYPES =
            List.of("*", "Observation", "Patient", "Device", "Consent", "AuditEvent", "Provenance");
    private static final Pattern RESOURCE = Pattern.compile("(patient|user|system)/(\\*|[A-Za-z]+)\\.([a-z*]+)");
    private static final Pattern LETTERS = Pattern.compile("c?r?u?d?s?");

    public Scopes {
        values = Set.copyOf(values);
    }

    /** Reads a scope string of tokens separated by spaces (RFC 6749 section 3.3). */
    public static Scopes parse(String text) {
        Set<String> values = new TreeSet<>(List.of(text.trim().split(" +")));
        values.remove("");
        return new Scopes(values);
    }

    /** Everything that a role can use. */
    public static Scopes of(Role role) {
        return switch (role) {
            case PATIENT -> new Scopes(Set.of("patient/*.cruds"));
            case PRACTITIONER, AUDITOR -> new Scopes(Set.of("user/*.rs"));
            case OPERATOR -> new Scopes(Set.of("user/*.cruds", OPS));
        };
    }

    /** Every scope that a client can register for. */
    public static Set<String> known() {
        Set<String> known = new LinkedHashSet<>();
        for (String context : List.of("patient", "user", "system")) {
            for (String type : TYPES) {
                for (String suffix : List.of("rs", "r", "s", "cruds", "read", "write", "*")) {
                    known.add(context + "/" + type + "." + suffix);
                }
            }
        }
        known.add(OPS);
        return known;
    }

    /** Of these, the ones that mean something for a role: {@code patient/} for patients, {@link #OPS} for operators. */
    public Scopes narrowedTo(Role role) {
        Set<String> kept = new TreeSet<>();
        for (String scope : values) {
            boolean fits =
                    scope.equals(OPS) ? role == Role.OPERATOR : scope.startsWith("patient/") == (role == Role.PATIENT);
            if (fits) {
                kept.add(scope);
            }
        }
        return new Scopes(kept);
    }

    /** Whether the operator's requests are allowed. */
    public boolean permitsOperation() {
        return values.contains(OPS);
    }

    /** Whether an interaction with resources of a type is allowed. */
    public boolean permits(String type, Interaction interaction) {
        return values.stream().anyMatch(scope -> permits(scope, type, interaction));
    }

    /** The scope string of a token, sorted. */
    public String text() {
        return String.join(" ", new TreeSet<>(values));
    }

    private static boolean permits(String scope, String type, Interaction interaction) {
        Matcher matcher = RESOURCE.matcher(scope);
        if (!matcher.matches()
                || !(matcher.group(2).equals("*") || matcher.group(2).equals(type))) {
            return false;
        }
        boolean reads = interaction == Interaction.READ || interaction == Interaction.SEARCH;
        return switch (matcher.group(3)) {
            case "*" -> true;
            case "read" -> reads;
            case "write" -> !reads;
            default ->
                LETTERS.matcher(matcher.group(3)).matches() && matcher.group(3).indexOf(interaction.letter()) >= 0;
        };
    }
}
