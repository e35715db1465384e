package org.vitaledger.api.fhir;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request as the FHIR library sees it. It accepts only what can be written: the library would choose forms that it has
 * no writer for. If-None-Match is kept from the library, which compares one tag only; {@link FhirDoor} evaluates it.
 */
final class NegotiatedRequest extends HttpServletRequestWrapper {
    private static final String ACCEPT = "accept";
    private static final String CONDITION = "if-none-match";
    private static final String ATTRIBUTE = NegotiatedRequest.class.getName() + ".condition";

    private final String accepted;

    NegotiatedRequest(HttpServletRequest request, List<MediaType> accepted) {
        super(request);
        this.accepted = accepted.isEmpty()
                ? "*/*"
                : accepted.stream()
                        .map(type -> String.join(";", type.type(), String.join(";", type.parameters())))
                        .collect(Collectors.joining(", "));
        @Nullable String condition = request.getHeader(CONDITION);
        if (condition != null) {
            request.setAttribute(ATTRIBUTE, String.join(",", Collections.list(request.getHeaders(CONDITION))));
        }
    }

    /** The If-None-Match of a request that came this way. */
    static Optional<String> condition(HttpServletRequest request) {
        return Optional.ofNullable((String) request.getAttribute(ATTRIBUTE));
    }

    @Override
    public @Nullable String getHeader(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case ACCEPT -> accepted;
            case CONDITION -> null;
            default -> super.getHeader(name);
        };
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case ACCEPT -> Collections.enumeration(List.of(accepted));
            case CONDITION -> Collections.emptyEnumeration();
            default -> super.getHeaders(name);
        };
    }
}
