package org.vitaledger.api.fhir;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.http.Answers;

/** Refuses bodies and answers in media types that the FHIR endpoint does not speak (FHIR R4 http 3.1.0.1.10). */
public final class MediaTypeFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern FORMAT = Pattern.compile("(.*&)?_format=.*");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws IOException, ServletException {
        List<MediaType> accepted = accepted(request);
        boolean answerable = accepted.stream().anyMatch(MediaType::canAnswer);
        if (hasBody(request) && !reads(request)) {
            Answers.problem(response, ApiRefusal.UNSUPPORTED_MEDIA.problem(), Optional.empty());
        } else if (!answerable && !accepted.isEmpty() && !namesFormat(request)) {
            Answers.problem(response, ApiRefusal.NOT_ACCEPTABLE.problem(), Optional.empty());
        } else {
            List<MediaType> left =
                    accepted.stream().filter(MediaType::canAnswer).toList();
            next.doFilter(new NegotiatedRequest(request, left), response);
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        boolean none = request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null;
        boolean writes =
                request.getMethod().equals("POST") || request.getMethod().equals("PUT");
        return writes && !(isSearch(request) && none);
    }

    private static boolean reads(HttpServletRequest request) {
        MediaType type =
                MediaType.parse(Optional.ofNullable(request.getContentType()).orElse(""));
        return isSearch(request) ? type.type().equals(FORM) : type.isResource();
    }

    private static boolean isSearch(HttpServletRequest request) {
        return request.getRequestURI().endsWith("/_search");
    }

    private static List<MediaType> accepted(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Accept")).stream()
                .flatMap(header -> Stream.of(header.split(",", -1)))
                .map(MediaType::parse)
                .toList();
    }

    /** The format counts before Accept. Looked for in the address only: asking for a parameter would read the body. */
    private static boolean namesFormat(HttpServletRequest request) {
        return Optional.ofNullable(request.getQueryString())
                .filter(FORMAT.asMatchPredicate())
                .isPresent();
    }
}
