package org.vitaledger.api.fhir;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.http.Answers;

/** Refuses bodies and answers in media types that the FHIR endpoint does not speak (FHIR R4 http 3.1.0.1.10). */
public final class MediaTypeFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String FORM = "application/x-www-form-urlencoded";
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

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws IOException, ServletException {
        if (hasBody(request) && !accepts(request)) {
            Answers.problem(response, ApiRefusal.UNSUPPORTED_MEDIA.problem(), Optional.empty());
        } else if (!canAnswer(request)) {
            Answers.problem(response, ApiRefusal.NOT_ACCEPTABLE.problem(), Optional.empty());
        } else {
            next.doFilter(request, response);
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getMethod().equals("POST") || request.getMethod().equals("PUT");
    }

    private static boolean accepts(HttpServletRequest request) {
        String type = bare(Optional.ofNullable(request.getContentType()).orElse(""));
        boolean search = request.getRequestURI().endsWith("/_search");
        return search ? type.equals(FORM) : RESOURCES.contains(type);
    }

    private static boolean canAnswer(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept == null
                || request.getParameter("_format") != null
                || Stream.of(accept.split(","))
                        .map(MediaTypeFilter::bare)
                        .anyMatch(type -> RESOURCES.contains(type) || RANGES.contains(type));
    }

    private static String bare(String type) {
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }
}
