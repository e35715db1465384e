package org.vitaledger.api.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of If-Match or If-None-Match (RFC 9110 13.1): entity tags, or any. Tags here are versions, and weak ones
 * compare as strong ones do (FHIR R4 http 3.1.0.5).
 *
 * @param any whether any version will do
 * @param versions the versions named
 */
record EntityTags(boolean any, List<String> versions) {
    private static final Pattern TAG = Pattern.compile("\\s*(?:W/)?\"([^\"]*)\"\\s*(,|$)");

    EntityTags {
        versions = List.copyOf(versions);
    }

    /** Reads a header, or empty if it has not the form of one. */
    static Optional<EntityTags> parse(String header) {
        if (header.strip().equals("*")) {
            return Optional.of(new EntityTags(true, List.of()));
        }
        List<String> versions = new ArrayList<>();
        Matcher matcher = TAG.matcher(header);
        int end = 0;
        while (end < header.length() && matcher.find(end) && matcher.start() == end) {
            versions.add(matcher.group(1));
            end = matcher.end();
        }
        return end == header.length() && !versions.isEmpty()
                ? Optional.of(new EntityTags(false, versions))
                : Optional.empty();
    }

    /** Whether a version is among them. */
    boolean match(String version) {
        return any || versions.contains(version);
    }
}
